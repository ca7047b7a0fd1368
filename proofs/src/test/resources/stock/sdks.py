"""The official SDKs of OpenAI, Anthropic and Google, unchanged but for base URL and key.

Prints what each saw as one JSON object: by SDK and model, then the errors.
"""

import json
import struct
import sys

import anthropic
import openai
from google import genai
from google.genai import types

root, key = sys.argv[1], sys.argv[2]
models = sys.argv[3:]
SAY = "Say this is a test [[sim out=12]]"
USE = "Say this is a test [[sim out=12 tool=look_up]]"
SCHEMA = {"type": "object", "properties": {"q": {"type": "string"}}}


def of_openai(client, model):
    def ask(messages, **more):
        return client.chat.completions.create(
            model=model, messages=messages, max_tokens=60, **more
        )

    whole = ask([{"role": "user", "content": SAY}])
    pieces = list(
        ask(
            [{"role": "user", "content": SAY}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    tools = [{"type": "function", "function": {"name": "look_up", "parameters": SCHEMA}}]
    turns = [{"role": "user", "content": USE}]
    asked = ask(turns, tools=tools).choices[0]
    call = asked.message.tool_calls[0]
    turns.append(asked.message.model_dump(exclude_none=True))
    turns.append({"role": "tool", "tool_call_id": call.id, "content": "It is 42."})
    answered = ask(turns, tools=tools).choices[0]
    return {
        "text": whole.choices[0].message.content,
        "tokens": whole.usage.completion_tokens,
        "streamed": "".join(p.choices[0].delta.content or "" for p in pieces if p.choices),
        "streamed_tokens": pieces[-1].usage.completion_tokens,
        "tool": call.function.name,
        "arguments": json.loads(call.function.arguments),
        "tool_finish": asked.finish_reason,
        "after_tool": answered.message.content,
    }


def of_responses(client, model):
    def ask(given, **more):
        return client.responses.create(
            model=model, input=given, max_output_tokens=60, store=False, **more
        )

    whole = ask(SAY)
    text, last = "", None
    for event in ask(SAY, stream=True):
        if event.type == "response.output_text.delta":
            text += event.delta
        elif event.type == "response.completed":
            last = event.response
    assert last.output_text == text
    tools = [{"type": "function", "name": "look_up", "parameters": SCHEMA, "strict": False}]
    turns = [{"role": "user", "content": USE}]
    asked = ask(turns, tools=tools)
    call = next(item for item in asked.output if item.type == "function_call")
    turns += asked.output
    turns.append(
        {"type": "function_call_output", "call_id": call.call_id, "output": "It is 42."}
    )
    answered = ask(turns, tools=tools)
    return {
        "text": whole.output_text,
        "tokens": whole.usage.output_tokens,
        "streamed": text,
        "streamed_tokens": last.usage.output_tokens,
        "tool": call.name,
        "arguments": json.loads(call.arguments),
        "tool_finish": asked.status,
        "after_tool": answered.output_text,
    }


def of_anthropic(client, model):
    def ask(messages, **more):
        return client.messages.create(model=model, messages=messages, max_tokens=60, **more)

    whole = ask([{"role": "user", "content": SAY}])
    with client.messages.stream(
        model=model, messages=[{"role": "user", "content": SAY}], max_tokens=60
    ) as stream:
        text = "".join(stream.text_stream)
        last = stream.get_final_message()
    tools = [{"name": "look_up", "description": "Looks it up.", "input_schema": SCHEMA}]
    turns = [{"role": "user", "content": USE}]
    asked = ask(turns, tools=tools)
    use = next(block for block in asked.content if block.type == "tool_use")
    turns.append({"role": "assistant", "content": asked.content})
    result = {"type": "tool_result", "tool_use_id": use.id, "content": "It is 42."}
    turns.append({"role": "user", "content": [result]})
    answered = ask(turns, tools=tools)
    return {
        "text": whole.content[0].text,
        "tokens": whole.usage.output_tokens,
        "streamed": text,
        "streamed_tokens": last.usage.output_tokens,
        "tool": use.name,
        "arguments": use.input,
        "tool_finish": asked.stop_reason,
        "after_tool": answered.content[0].text,
    }


def of_google(client, model):
    config = types.GenerateContentConfig(max_output_tokens=60)
    whole = client.models.generate_content(model=model, contents=SAY, config=config)
    pieces = list(
        client.models.generate_content_stream(model=model, contents=SAY, config=config)
    )
    declared = types.FunctionDeclaration(
        name="look_up", description="Looks it up.", parameters_json_schema=SCHEMA
    )
    config = types.GenerateContentConfig(
        max_output_tokens=60,
        tools=[types.Tool(function_declarations=[declared])],
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )
    turns = [types.Content(role="user", parts=[types.Part.from_text(text=USE)])]
    asked = client.models.generate_content(model=model, contents=turns, config=config)
    call = asked.function_calls[0]
    turns.append(asked.candidates[0].content)
    result = types.Part.from_function_response(name=call.name, response={"result": "It is 42."})
    turns.append(types.Content(role="user", parts=[result]))
    answered = client.models.generate_content(model=model, contents=turns, config=config)
    return {
        "text": whole.text,
        "tokens": whole.usage_metadata.candidates_token_count,
        "streamed": "".join(piece.text or "" for piece in pieces),
        "streamed_tokens": pieces[-1].usage_metadata.candidates_token_count,
        "tool": call.name,
        "arguments": call.args,
        "tool_finish": asked.candidates[0].finish_reason.value,
        "after_tool": answered.text,
    }


def vectors_of(client, model):
    packed = client.embeddings.create(model=model, input=["A text", "Another one"])
    decimals = client.embeddings.create(
        model=model, input=["A text", "Another one"], encoding_format="float"
    )
    return {
        "packed": packed.data[1].embedding,
        # the SDK unpacked 32-bit floats, so the decimals are brought to these
        "decimals": [
            struct.unpack("f", struct.pack("f", value))[0]
            for value in decimals.data[1].embedding
        ],
        "tokens": packed.usage.prompt_tokens,
    }


def error(call):
    try:
        call()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
    return "none"


speaks_openai = openai.OpenAI(base_url=root + "/v1", api_key=key, max_retries=0)
speaks_anthropic = anthropic.Anthropic(base_url=root, api_key=key, max_retries=0)
speaks_google = genai.Client(
    api_key=key, vertexai=False, http_options=types.HttpOptions(base_url=root)
)
seen = {"openai": {}, "responses": {}, "anthropic": {}, "google": {}}
for model in models:
    seen["openai"][model] = of_openai(speaks_openai, model)
    seen["responses"][model] = of_responses(speaks_openai, model)
    seen["anthropic"][model] = of_anthropic(speaks_anthropic, model)
    seen["google"][model] = of_google(speaks_google, model)
say = [{"role": "user", "content": SAY}]
seen["errors"] = [
    error(lambda: speaks_openai.chat.completions.create(model="asistant", messages=say)),
    error(lambda: speaks_anthropic.messages.create(model="asistant", messages=say, max_tokens=9)),
    error(lambda: speaks_openai.with_options(api_key="sk-wrong").models.list()),
    error(lambda: speaks_anthropic.with_options(api_key="sk-wrong").models.list()),
    error(lambda: speaks_anthropic.messages.create(model=models[0], messages=[], max_tokens=9)),
    error(
        lambda: speaks_openai.responses.create(
            model=models[0], input="hi", previous_response_id="resp_1"
        )
    ),
]
seen["listed"] = [
    sorted(model.id for model in speaks_openai.models.list()),
    sorted(model.id for model in speaks_anthropic.models.list()),
]
seen["vectors"] = vectors_of(speaks_openai, "openai/text-embedding-3-small")
seen["counted"] = speaks_anthropic.messages.count_tokens(model=models[0], messages=say).input_tokens
print(json.dumps(seen))
