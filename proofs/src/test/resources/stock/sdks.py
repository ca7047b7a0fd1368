"""The official SDKs of OpenAI, Anthropic and Google for Python, unchanged but for base URL and key,
over each model that is named. Prints one line of JSON for each thing that was tried: why is empty
where all was as it should be. Models are named as chat+pictures+vectors, the last one may be missing.
"""

import base64
import json
import struct
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import anthropic
import openai
from google import genai
from google.genai import errors as genai_errors
from google.genai import types
from pydantic import BaseModel

root, key = sys.argv[1], sys.argv[2]
named = sys.argv[3:]
models = [name.split("+")[0] for name in named]
seeing = dict(name.split("+")[:2] for name in named)
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
    "rkJggg=="
)
TOOL = "look_up"
PARAMETERS = {"type": "object", "properties": {"text": {"type": "string"}}}
MOST_CALLS = 5
RESULT = "It is 42."


class City(BaseModel):
    name: str
    people: int


def error_types(sdk):
    return {
        400: sdk.BadRequestError,
        401: sdk.AuthenticationError,
        404: sdk.NotFoundError,
        429: sdk.RateLimitError,
        503: sdk.InternalServerError,
    }


class Completions:
    sdk = "openai"

    def __init__(self, api_key, retries):
        self.client = openai.OpenAI(base_url=root + "/v1", api_key=api_key, max_retries=retries)

    def ask(self, model, messages, **more):
        return self.client.chat.completions.create(
            model=model, messages=messages, max_tokens=100, **more
        )

    @staticmethod
    def said(reply):
        usage = reply.usage
        return reply.choices[0].message.content, usage.prompt_tokens, usage.completion_tokens

    def chat(self, model, prompt):
        system = {"role": "system", "content": "Be short."}
        return self.said(self.ask(model, [system, {"role": "user", "content": prompt}]))

    def stream(self, model, prompt):
        pieces = list(
            self.ask(
                model,
                [{"role": "user", "content": prompt}],
                stream=True,
                stream_options={"include_usage": True},
            )
        )
        text = "".join(p.choices[0].delta.content or "" for p in pieces if p.choices)
        usage = pieces[-1].usage
        return text, usage.prompt_tokens, usage.completion_tokens

    def image(self, model, prompt):
        content = [
            {"type": "text", "text": prompt},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64," + PNG}},
        ]
        return self.said(self.ask(model, [{"role": "user", "content": content}]))

    def structured(self, model, prompt):
        reply = self.client.chat.completions.parse(
            model=model, messages=[{"role": "user", "content": prompt}], response_format=City
        )
        return reply.choices[0].message.parsed.name

    def tools(self, model, prompt):
        tools = [{"type": "function", "function": {"name": TOOL, "parameters": PARAMETERS}}]
        turns = [{"role": "user", "content": prompt}]
        calls = []
        while True:
            message = self.ask(model, turns, tools=tools).choices[0].message
            if not message.tool_calls or len(calls) >= MOST_CALLS:
                return calls, message.content
            turns.append(message.model_dump(exclude_none=True))
            for call in message.tool_calls:
                json.loads(call.function.arguments)
                calls.append(call.function.name)
                turns.append({"role": "tool", "tool_call_id": call.id, "content": RESULT})

    def leave(self, model, prompt):
        with self.ask(model, [{"role": "user", "content": prompt}], stream=True) as stream:
            for piece in stream:
                if piece.choices and piece.choices[0].delta.content:
                    return

    @staticmethod
    def is_error(status, error):
        return isinstance(error, error_types(openai)[status])


class Responses:
    sdk = "openai responses"

    def __init__(self, api_key, retries):
        self.client = openai.OpenAI(base_url=root + "/v1", api_key=api_key, max_retries=retries)

    def ask(self, model, given, **more):
        return self.client.responses.create(
            model=model, input=given, max_output_tokens=100, store=False, **more
        )

    @staticmethod
    def said(reply):
        return reply.output_text, reply.usage.input_tokens, reply.usage.output_tokens

    def chat(self, model, prompt):
        return self.said(self.ask(model, prompt, instructions="Be short."))

    def stream(self, model, prompt):
        text, last = "", None
        for event in self.ask(model, prompt, stream=True):
            if event.type == "response.output_text.delta":
                text += event.delta
            elif event.type == "response.completed":
                last = event.response
        return text, last.usage.input_tokens, last.usage.output_tokens

    def image(self, model, prompt):
        content = [
            {"type": "input_text", "text": prompt},
            {
                "type": "input_image",
                "image_url": "data:image/png;base64," + PNG,
                "detail": "auto",
            },
        ]
        return self.said(self.ask(model, [{"role": "user", "content": content}]))

    def structured(self, model, prompt):
        reply = self.client.responses.parse(model=model, input=prompt, text_format=City)
        return reply.output_parsed.name

    def tools(self, model, prompt):
        tools = [{"type": "function", "name": TOOL, "parameters": PARAMETERS, "strict": False}]
        turns = [{"role": "user", "content": prompt}]
        calls = []
        while True:
            reply = self.ask(model, turns, tools=tools)
            asked = [item for item in reply.output if item.type == "function_call"]
            if not asked or len(calls) >= MOST_CALLS:
                return calls, reply.output_text
            turns += reply.output
            for call in asked:
                json.loads(call.arguments)
                calls.append(call.name)
                turns.append(
                    {"type": "function_call_output", "call_id": call.call_id, "output": RESULT}
                )

    def leave(self, model, prompt):
        with self.ask(model, prompt, stream=True) as stream:
            for event in stream:
                if event.type == "response.output_text.delta":
                    return

    @staticmethod
    def is_error(status, error):
        return isinstance(error, error_types(openai)[status])


class Messages:
    sdk = "anthropic"

    def __init__(self, api_key, retries):
        self.client = anthropic.Anthropic(base_url=root, api_key=api_key, max_retries=retries)

    def ask(self, model, messages, **more):
        return self.client.messages.create(
            model=model, messages=messages, max_tokens=100, **more
        )

    @staticmethod
    def text(message):
        return "".join(block.text for block in message.content if block.type == "text")

    def said(self, message):
        usage = message.usage
        return self.text(message), usage.input_tokens, usage.output_tokens

    def chat(self, model, prompt):
        messages = [{"role": "user", "content": prompt}]
        return self.said(self.ask(model, messages, system="Be short."))

    def stream(self, model, prompt):
        messages = [{"role": "user", "content": prompt}]
        with self.client.messages.stream(
            model=model, messages=messages, max_tokens=100
        ) as stream:
            text = "".join(stream.text_stream)
            usage = stream.get_final_message().usage
        return text, usage.input_tokens, usage.output_tokens

    def image(self, model, prompt):
        source = {"type": "base64", "media_type": "image/png", "data": PNG}
        content = [{"type": "image", "source": source}, {"type": "text", "text": prompt}]
        return self.said(self.ask(model, [{"role": "user", "content": content}]))

    def structured(self, model, prompt):
        message = self.client.messages.parse(
            model=model,
            messages=[{"role": "user", "content": prompt}],
            max_tokens=100,
            output_format=City,
        )
        return message.parsed_output.name

    def tools(self, model, prompt):
        tools = [{"name": TOOL, "description": "Looks it up.", "input_schema": PARAMETERS}]
        turns = [{"role": "user", "content": prompt}]
        calls = []
        while True:
            message = self.ask(model, turns, tools=tools)
            asked = [block for block in message.content if block.type == "tool_use"]
            if not asked or len(calls) >= MOST_CALLS:
                return calls, self.text(message)
            calls += [use.name for use in asked]
            turns.append({"role": "assistant", "content": message.content})
            results = [
                {"type": "tool_result", "tool_use_id": use.id, "content": RESULT}
                for use in asked
            ]
            turns.append({"role": "user", "content": results})

    def leave(self, model, prompt):
        messages = [{"role": "user", "content": prompt}]
        with self.ask(model, messages, stream=True) as stream:
            for event in stream:
                if event.type == "content_block_delta":
                    return

    @staticmethod
    def is_error(status, error):
        return isinstance(error, error_types(anthropic)[status])


class Contents:
    sdk = "google"

    def __init__(self, api_key, retries):
        self.client = genai.Client(
            api_key=api_key,
            vertexai=False,
            http_options=types.HttpOptions(
                base_url=root, retry_options=types.HttpRetryOptions(attempts=retries + 1)
            ),
        )

    def ask(self, model, contents, **more):
        config = types.GenerateContentConfig(max_output_tokens=100, **more)
        return self.client.models.generate_content(model=model, contents=contents, config=config)

    @staticmethod
    def said(reply, text):
        usage = reply.usage_metadata
        return text, usage.prompt_token_count, usage.candidates_token_count

    def chat(self, model, prompt):
        reply = self.ask(model, prompt, system_instruction="Be short.")
        return self.said(reply, reply.text)

    def stream(self, model, prompt):
        config = types.GenerateContentConfig(max_output_tokens=100)
        pieces = list(
            self.client.models.generate_content_stream(
                model=model, contents=prompt, config=config
            )
        )
        return self.said(pieces[-1], "".join(piece.text or "" for piece in pieces))

    def image(self, model, prompt):
        image = types.Part.from_bytes(data=base64.b64decode(PNG), mime_type="image/png")
        reply = self.ask(model, [image, prompt])
        return self.said(reply, reply.text)

    def structured(self, model, prompt):
        reply = self.ask(
            model, prompt, response_mime_type="application/json", response_schema=City
        )
        return reply.parsed.name

    def tools(self, model, prompt):
        declared = types.FunctionDeclaration(
            name=TOOL, description="Looks it up.", parameters_json_schema=PARAMETERS
        )
        more = {
            "tools": [types.Tool(function_declarations=[declared])],
            "automatic_function_calling": types.AutomaticFunctionCallingConfig(disable=True),
        }
        turns = [types.Content(role="user", parts=[types.Part.from_text(text=prompt)])]
        calls = []
        while True:
            reply = self.ask(model, turns, **more)
            asked = reply.function_calls
            if not asked or len(calls) >= MOST_CALLS:
                return calls, reply.text
            calls += [call.name for call in asked]
            turns.append(reply.candidates[0].content)
            results = [
                types.Part(
                    function_response=types.FunctionResponse(
                        id=call.id, name=call.name, response={"result": RESULT}
                    )
                )
                for call in asked
            ]
            turns.append(types.Content(role="user", parts=results))

    def leave(self, model, prompt):
        config = types.GenerateContentConfig(max_output_tokens=100)
        stream = self.client.models.generate_content_stream(
            model=model, contents=prompt, config=config
        )
        for piece in stream:
            if piece.text:
                stream.close()
                return

    @staticmethod
    def is_error(status, error):
        kind = genai_errors.ClientError if status < 500 else genai_errors.ServerError
        return isinstance(error, kind)


def words(said, count, least_input=1):
    text, tokens_in, tokens_out = said
    assert len(text.split(" ")) == count, said
    assert tokens_out == count and tokens_in >= least_input, said


def fails(call, is_expected):
    try:
        call()
    except Exception as e:
        if is_expected(e):
            return
        raise
    raise AssertionError("no error")


def tools(one, model):
    prompt = "Look it up [[sim out=9 tool=look_up rounds=2]]"
    calls, answer = one.tools(model, prompt)
    assert calls == [TOOL, TOOL], calls
    assert len(answer.split(" ")) == 9, answer


def structured(one, model):
    name = one.structured(model, "A city")
    assert name == "word", name


def failing(one, model):
    for fault, status in [("400", 400), ("context", 400), ("429", 429), ("503", 503)]:
        fails(
            lambda: one.chat(model, f"Say [[sim fault={fault}]]"),
            lambda e: one.is_error(status, e),
        )


def retry(one, model):
    patient = type(one)(key, 2)
    nonce = f"{one.sdk} for Python, {model}"
    said = patient.chat(model, f"{nonce} [[sim out=4 fault=429 retry_after=1 times=1]]")
    words(said, 4)


SCENARIOS = {
    "chat": lambda one, model: words(one.chat(model, "Say this [[sim out=12]]"), 12),
    "stream": lambda one, model: words(one.stream(model, "Say this [[sim out=12]]"), 12),
    "tools": tools,
    "structured": structured,
    "image": lambda one, model: words(one.image(seeing[model], "What? [[sim out=5]]"), 5, 70),
    "errors": failing,
    "cancel": lambda one, model: one.leave(model, "Say a lot [[sim out=100 tps=10]]"),
    "retry": retry,
}
printing = threading.Lock()


def attempt(sdk, model, scenario, task):
    why = ""
    try:
        task()
    except Exception as e:
        why = type(e).__name__ + ": " + str(e)
    with printing:
        line = {"sdk": sdk, "model": model, "scenario": scenario, "why": why}
        print(json.dumps(line), flush=True)


def every(kind, model):
    one = kind(key, 0)
    for name, scenario in SCENARIOS.items():
        attempt(kind.sdk, model, name, lambda: scenario(one, model))


def gateway_own(kind):
    """What does not depend on the provider."""
    one, stranger = kind(key, 0), kind("sk-wrong", 0)
    attempt(
        kind.sdk,
        "none",
        "unknown model",
        lambda: fails(
            lambda: one.chat("asistant", "Say this"),
            lambda e: one.is_error(404, e) and "assistant" in str(e),
        ),
    )
    attempt(
        kind.sdk,
        "none",
        "wrong key",
        lambda: fails(
            lambda: stranger.chat(models[0], "Say this"), lambda e: one.is_error(401, e)
        ),
    )


def vectors(client, model):
    packed = client.embeddings.create(model=model, input=["A text", "Another one"])
    decimals = client.embeddings.create(
        model=model, input=["A text", "Another one"], encoding_format="float"
    )
    # the SDK unpacked 32-bit floats, so the decimals are brought to these
    brought = [struct.unpack("f", struct.pack("f", v))[0] for v in decimals.data[1].embedding]
    assert packed.data[1].embedding == brought and brought, (packed, decimals)


def others():
    speaks_openai = openai.OpenAI(base_url=root + "/v1", api_key=key, max_retries=0)
    speaks_anthropic = anthropic.Anthropic(base_url=root, api_key=key, max_retries=0)
    for model in filter(None, [name.split("+")[2] for name in named]):
        attempt("openai", model, "vectors", lambda: vectors(speaks_openai, model))
    attempt(
        "openai",
        "none",
        "no kept responses",
        lambda: fails(
            lambda: speaks_openai.responses.create(
                model=models[0], input="hi", previous_response_id="r"
            ),
            lambda e: isinstance(e, openai.BadRequestError) and "keeps no responses" in str(e),
        ),
    )
    attempt(
        "anthropic",
        "none",
        "no messages",
        lambda: fails(
            lambda: speaks_anthropic.messages.create(
                model=models[0], messages=[], max_tokens=9
            ),
            lambda e: isinstance(e, anthropic.BadRequestError) and "messages" in str(e),
        ),
    )

    def listing():
        chatting = {model.id for model in speaks_anthropic.models.list()}
        assert chatting and chatting <= {model.id for model in speaks_openai.models.list()}

    attempt("openai and anthropic", "none", "models", listing)

    def counting():
        counted = speaks_anthropic.messages.count_tokens(
            model=models[0], messages=[{"role": "user", "content": "Say this"}]
        )
        assert counted.input_tokens > 0

    attempt("anthropic", "none", "counting", counting)


kinds = [Completions, Responses, Messages, Contents]
with ThreadPoolExecutor(max_workers=32) as threads:
    tasks = [threads.submit(every, kind, model) for kind in kinds for model in models]
    tasks += [threads.submit(gateway_own, kind) for kind in kinds]
    tasks.append(threads.submit(others))
for task in tasks:
    task.result()
