// The official SDKs of OpenAI, Anthropic and Google for JavaScript, unchanged but for base URL and
// key. Prints what each saw as one JSON object: by SDK and model, then the errors.
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";

const [root, key, ...models] = process.argv.slice(2);
const SAY = "Say this is a test [[sim out=12]]";
const USE = "Say this is a test [[sim out=12 tool=look_up]]";
const SCHEMA = { type: "object", properties: { q: { type: "string" } } };

async function ofOpenAi(client, model) {
  const ask = (messages, more = {}) =>
    client.chat.completions.create({ model, messages, max_tokens: 60, ...more });
  const say = [{ role: "user", content: SAY }];
  const whole = await ask(say);
  let streamed = "";
  let streamedTokens = 0;
  for await (const piece of await ask(say, {
    stream: true,
    stream_options: { include_usage: true },
  })) {
    streamed += piece.choices[0]?.delta?.content ?? "";
    streamedTokens = piece.usage?.completion_tokens ?? streamedTokens;
  }
  const tools = [{ type: "function", function: { name: "look_up", parameters: SCHEMA } }];
  const turns = [{ role: "user", content: USE }];
  const asked = (await ask(turns, { tools })).choices[0];
  const call = asked.message.tool_calls[0];
  turns.push(asked.message, { role: "tool", tool_call_id: call.id, content: "It is 42." });
  const answered = (await ask(turns, { tools })).choices[0];
  return {
    text: whole.choices[0].message.content,
    tokens: whole.usage.completion_tokens,
    streamed,
    streamed_tokens: streamedTokens,
    tool: call.function.name,
    arguments: JSON.parse(call.function.arguments),
    tool_finish: asked.finish_reason,
    after_tool: answered.message.content,
  };
}

async function ofResponses(client, model) {
  const ask = (input, more = {}) =>
    client.responses.create({ model, input, max_output_tokens: 60, store: false, ...more });
  const whole = await ask(SAY);
  let streamed = "";
  let last;
  for await (const event of await ask(SAY, { stream: true })) {
    if (event.type === "response.output_text.delta") {
      streamed += event.delta;
    } else if (event.type === "response.completed") {
      last = event.response;
    }
  }
  const tools = [{ type: "function", name: "look_up", parameters: SCHEMA, strict: false }];
  const turns = [{ role: "user", content: USE }];
  const asked = await ask(turns, { tools });
  const call = asked.output.find((item) => item.type === "function_call");
  turns.push(...asked.output, {
    type: "function_call_output",
    call_id: call.call_id,
    output: "It is 42.",
  });
  const answered = await ask(turns, { tools });
  return {
    text: whole.output_text,
    tokens: whole.usage.output_tokens,
    streamed,
    streamed_tokens: last.usage.output_tokens,
    tool: call.name,
    arguments: JSON.parse(call.arguments),
    tool_finish: asked.status,
    after_tool: answered.output_text,
  };
}

async function ofAnthropic(client, model) {
  const ask = (messages, more = {}) =>
    client.messages.create({ model, messages, max_tokens: 60, ...more });
  const say = [{ role: "user", content: SAY }];
  const whole = await ask(say);
  const stream = client.messages.stream({ model, messages: say, max_tokens: 60 });
  let streamed = "";
  stream.on("text", (text) => (streamed += text));
  const last = await stream.finalMessage();
  const tools = [{ name: "look_up", description: "Looks it up.", input_schema: SCHEMA }];
  const turns = [{ role: "user", content: USE }];
  const asked = await ask(turns, { tools });
  const use = asked.content.find((block) => block.type === "tool_use");
  turns.push({ role: "assistant", content: asked.content });
  turns.push({
    role: "user",
    content: [{ type: "tool_result", tool_use_id: use.id, content: "It is 42." }],
  });
  const answered = await ask(turns, { tools });
  return {
    text: whole.content[0].text,
    tokens: whole.usage.output_tokens,
    streamed,
    streamed_tokens: last.usage.output_tokens,
    tool: use.name,
    arguments: use.input,
    tool_finish: asked.stop_reason,
    after_tool: answered.content[0].text,
  };
}

async function ofGoogle(client, model) {
  const config = { maxOutputTokens: 60 };
  const whole = await client.models.generateContent({ model, contents: SAY, config });
  let streamed = "";
  let streamedTokens = 0;
  const stream = await client.models.generateContentStream({ model, contents: SAY, config });
  for await (const piece of stream) {
    streamed += piece.text ?? "";
    streamedTokens = piece.usageMetadata?.candidatesTokenCount ?? streamedTokens;
  }
  const declared = { name: "look_up", description: "Looks it up.", parametersJsonSchema: SCHEMA };
  const withTools = { ...config, tools: [{ functionDeclarations: [declared] }] };
  const turns = [{ role: "user", parts: [{ text: USE }] }];
  const asked = await client.models.generateContent({ model, contents: turns, config: withTools });
  const call = asked.functionCalls[0];
  turns.push(asked.candidates[0].content, {
    role: "user",
    parts: [{ functionResponse: { name: call.name, response: { result: "It is 42." } } }],
  });
  const answered = await client.models.generateContent({
    model,
    contents: turns,
    config: withTools,
  });
  return {
    text: whole.text,
    tokens: whole.usageMetadata.candidatesTokenCount,
    streamed,
    streamed_tokens: streamedTokens,
    tool: call.name,
    arguments: call.args,
    tool_finish: asked.candidates[0].finishReason,
    after_tool: answered.text,
  };
}

async function error(call) {
  try {
    await call();
  } catch (e) {
    return `${e.constructor.name}: ${e.message}`;
  }
  return "none";
}

const openAi = new OpenAI({ baseURL: `${root}/v1`, apiKey: key, maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: root, apiKey: key, maxRetries: 0 });
const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: root } });
const seen = { openai: {}, responses: {}, anthropic: {}, google: {} };
for (const model of models) {
  seen.openai[model] = await ofOpenAi(openAi, model);
  seen.responses[model] = await ofResponses(openAi, model);
  seen.anthropic[model] = await ofAnthropic(anthropic, model);
  seen.google[model] = await ofGoogle(google, model);
}
const say = [{ role: "user", content: SAY }];
const wrong = { baseURL: `${root}/v1`, apiKey: "sk-wrong", maxRetries: 0 };
seen.errors = [
  await error(() => openAi.chat.completions.create({ model: "asistant", messages: say })),
  await error(() =>
    anthropic.messages.create({ model: "asistant", messages: say, max_tokens: 9 }),
  ),
  await error(() => new OpenAI(wrong).models.list()),
  await error(() => new Anthropic({ ...wrong, baseURL: root }).models.list()),
  await error(() =>
    anthropic.messages.create({ model: models[0], messages: [], max_tokens: 9 }),
  ),
  await error(() =>
    openAi.responses.create({ model: models[0], input: "hi", previous_response_id: "resp_1" }),
  ),
];
const listed = async (pages) => {
  const ids = [];
  for await (const model of pages) {
    ids.push(model.id);
  }
  return ids.sort();
};
seen.listed = [await listed(openAi.models.list()), await listed(anthropic.models.list())];
seen.counted = (
  await anthropic.messages.countTokens({ model: models[0], messages: say })
).input_tokens;
console.log(JSON.stringify(seen));
