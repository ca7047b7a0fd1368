// The official SDKs of OpenAI, Anthropic and Google for JavaScript, unchanged but for base URL and
// key, over each model that is named. Prints one line of JSON for each thing that was tried: why is
// empty where all was as it should be. Models are named as chat+pictures+vectors, the last one may be
// missing.
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";

const [root, key, ...named] = process.argv.slice(2);
const models = named.map((name) => name.split("+")[0]);
const seeing = Object.fromEntries(named.map((name) => name.split("+").slice(0, 2)));
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const TOOL = "look_up";
const PARAMETERS = { type: "object", properties: { text: { type: "string" } } };
const CITY = {
  type: "object",
  properties: { name: { type: "string" }, people: { type: "integer" } },
  required: ["name", "people"],
  additionalProperties: false,
};
const MOST_CALLS = 5;
const RESULT = "It is 42.";

/** What an SDK can do; each takes a model and a prompt. */
class Completions {
  static sdk = "openai";
  constructor(apiKey, maxRetries) {
    this.client = new OpenAI({ baseURL: `${root}/v1`, apiKey, maxRetries });
  }
  ask(model, messages, more = {}) {
    return this.client.chat.completions.create({ model, messages, max_tokens: 100, ...more });
  }
  said(reply) {
    const usage = reply.usage;
    return [reply.choices[0].message.content, usage.prompt_tokens, usage.completion_tokens];
  }
  async chat(model, prompt) {
    return this.said(
      await this.ask(model, [
        { role: "system", content: "Be short." },
        { role: "user", content: prompt },
      ]),
    );
  }
  async stream(model, prompt) {
    let text = "";
    let usage;
    for await (const piece of await this.ask(model, [{ role: "user", content: prompt }], {
      stream: true,
      stream_options: { include_usage: true },
    })) {
      text += piece.choices[0]?.delta?.content ?? "";
      usage = piece.usage ?? usage;
    }
    return [text, usage.prompt_tokens, usage.completion_tokens];
  }
  async image(model, prompt) {
    const url = `data:image/png;base64,${PNG}`;
    const content = [
      { type: "text", text: prompt },
      { type: "image_url", image_url: { url } },
    ];
    return this.said(await this.ask(model, [{ role: "user", content }]));
  }
  async structured(model, prompt) {
    const reply = await this.client.chat.completions.parse({
      model,
      messages: [{ role: "user", content: prompt }],
      response_format: {
        type: "json_schema",
        json_schema: { name: "city", strict: true, schema: CITY },
      },
    });
    return JSON.parse(reply.choices[0].message.content).name;
  }
  async tools(model, prompt) {
    const tools = [{ type: "function", function: { name: TOOL, parameters: PARAMETERS } }];
    const turns = [{ role: "user", content: prompt }];
    const calls = [];
    for (;;) {
      const { message } = (await this.ask(model, turns, { tools })).choices[0];
      if (!message.tool_calls?.length || calls.length >= MOST_CALLS) {
        return [calls, message.content];
      }
      turns.push(message);
      for (const call of message.tool_calls) {
        JSON.parse(call.function.arguments);
        calls.push(call.function.name);
        turns.push({ role: "tool", tool_call_id: call.id, content: RESULT });
      }
    }
  }
  async leave(model, prompt) {
    const stream = await this.ask(model, [{ role: "user", content: prompt }], { stream: true });
    for await (const piece of stream) {
      if (piece.choices[0]?.delta?.content) {
        stream.controller.abort();
        return;
      }
    }
  }
  error(status) {
    return errorOf(OpenAI, status);
  }
}

class Responses {
  static sdk = "openai responses";
  constructor(apiKey, maxRetries) {
    this.client = new OpenAI({ baseURL: `${root}/v1`, apiKey, maxRetries });
  }
  ask(model, input, more = {}) {
    return this.client.responses.create({
      model,
      input,
      max_output_tokens: 100,
      store: false,
      ...more,
    });
  }
  said(reply) {
    return [reply.output_text, reply.usage.input_tokens, reply.usage.output_tokens];
  }
  async chat(model, prompt) {
    return this.said(await this.ask(model, prompt, { instructions: "Be short." }));
  }
  async stream(model, prompt) {
    let text = "";
    let last;
    for await (const event of await this.ask(model, prompt, { stream: true })) {
      if (event.type === "response.output_text.delta") {
        text += event.delta;
      } else if (event.type === "response.completed") {
        last = event.response;
      }
    }
    return [text, last.usage.input_tokens, last.usage.output_tokens];
  }
  async image(model, prompt) {
    const content = [
      { type: "input_text", text: prompt },
      { type: "input_image", image_url: `data:image/png;base64,${PNG}`, detail: "auto" },
    ];
    return this.said(await this.ask(model, [{ role: "user", content }]));
  }
  async structured(model, prompt) {
    const format = { type: "json_schema", name: "city", strict: true, schema: CITY };
    return JSON.parse((await this.ask(model, prompt, { text: { format } })).output_text).name;
  }
  async tools(model, prompt) {
    const tools = [{ type: "function", name: TOOL, parameters: PARAMETERS, strict: false }];
    const turns = [{ role: "user", content: prompt }];
    const calls = [];
    for (;;) {
      const reply = await this.ask(model, turns, { tools });
      const asked = reply.output.filter((item) => item.type === "function_call");
      if (!asked.length || calls.length >= MOST_CALLS) {
        return [calls, reply.output_text];
      }
      turns.push(...reply.output);
      for (const call of asked) {
        JSON.parse(call.arguments);
        calls.push(call.name);
        turns.push({ type: "function_call_output", call_id: call.call_id, output: RESULT });
      }
    }
  }
  async leave(model, prompt) {
    const stream = await this.ask(model, prompt, { stream: true });
    for await (const event of stream) {
      if (event.type === "response.output_text.delta") {
        stream.controller.abort();
        return;
      }
    }
  }
  error(status) {
    return errorOf(OpenAI, status);
  }
}

class Messages {
  static sdk = "anthropic";
  constructor(apiKey, maxRetries) {
    this.client = new Anthropic({ baseURL: root, apiKey, maxRetries });
  }
  ask(model, messages, more = {}) {
    return this.client.messages.create({ model, messages, max_tokens: 100, ...more });
  }
  text(message) {
    return message.content.map((block) => block.text ?? "").join("");
  }
  said(message) {
    return [this.text(message), message.usage.input_tokens, message.usage.output_tokens];
  }
  async chat(model, prompt) {
    const messages = [{ role: "user", content: prompt }];
    return this.said(await this.ask(model, messages, { system: "Be short." }));
  }
  async stream(model, prompt) {
    const messages = [{ role: "user", content: prompt }];
    const stream = this.client.messages.stream({ model, messages, max_tokens: 100 });
    let text = "";
    stream.on("text", (piece) => (text += piece));
    const last = await stream.finalMessage();
    return [text, last.usage.input_tokens, last.usage.output_tokens];
  }
  async image(model, prompt) {
    const source = { type: "base64", media_type: "image/png", data: PNG };
    const content = [
      { type: "image", source },
      { type: "text", text: prompt },
    ];
    return this.said(await this.ask(model, [{ role: "user", content }]));
  }
  async structured(model, prompt) {
    const messages = [{ role: "user", content: prompt }];
    const output_config = { format: { type: "json_schema", schema: CITY } };
    return JSON.parse(this.text(await this.ask(model, messages, { output_config }))).name;
  }
  async tools(model, prompt) {
    const tools = [{ name: TOOL, description: "Looks it up.", input_schema: PARAMETERS }];
    const turns = [{ role: "user", content: prompt }];
    const calls = [];
    for (;;) {
      const message = await this.ask(model, turns, { tools });
      const asked = message.content.filter((block) => block.type === "tool_use");
      if (!asked.length || calls.length >= MOST_CALLS) {
        return [calls, this.text(message)];
      }
      calls.push(...asked.map((use) => use.name));
      turns.push({ role: "assistant", content: message.content });
      turns.push({
        role: "user",
        content: asked.map((use) => ({
          type: "tool_result",
          tool_use_id: use.id,
          content: RESULT,
        })),
      });
    }
  }
  async leave(model, prompt) {
    const messages = [{ role: "user", content: prompt }];
    const stream = await this.ask(model, messages, { stream: true });
    for await (const event of stream) {
      if (event.type === "content_block_delta") {
        stream.controller.abort();
        return;
      }
    }
  }
  error(status) {
    return errorOf(Anthropic, status);
  }
}

class Contents {
  static sdk = "google";
  constructor(apiKey, maxRetries) {
    const retryOptions = { attempts: maxRetries + 1 };
    this.client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: root, retryOptions } });
  }
  ask(model, contents, more = {}) {
    const config = { maxOutputTokens: 100, ...more };
    return this.client.models.generateContent({ model, contents, config });
  }
  said(reply, text = reply.text) {
    const usage = reply.usageMetadata;
    return [text, usage.promptTokenCount, usage.candidatesTokenCount];
  }
  async chat(model, prompt) {
    return this.said(await this.ask(model, prompt, { systemInstruction: "Be short." }));
  }
  async stream(model, prompt) {
    const config = { maxOutputTokens: 100 };
    const stream = await this.client.models.generateContentStream({
      model,
      contents: prompt,
      config,
    });
    let text = "";
    let last;
    for await (const piece of stream) {
      text += piece.text ?? "";
      last = piece;
    }
    return this.said(last, text);
  }
  async image(model, prompt) {
    const parts = [{ inlineData: { mimeType: "image/png", data: PNG } }, { text: prompt }];
    return this.said(await this.ask(model, [{ role: "user", parts }]));
  }
  async structured(model, prompt) {
    const more = { responseMimeType: "application/json", responseJsonSchema: CITY };
    return JSON.parse((await this.ask(model, prompt, more)).text).name;
  }
  async tools(model, prompt) {
    const declared = { name: TOOL, description: "Looks it up.", parametersJsonSchema: PARAMETERS };
    const tools = [{ functionDeclarations: [declared] }];
    const turns = [{ role: "user", parts: [{ text: prompt }] }];
    const calls = [];
    for (;;) {
      const reply = await this.ask(model, turns, { tools });
      const asked = reply.functionCalls ?? [];
      if (!asked.length || calls.length >= MOST_CALLS) {
        return [calls, reply.text];
      }
      calls.push(...asked.map((call) => call.name));
      turns.push(reply.candidates[0].content, {
        role: "user",
        parts: asked.map(({ id, name }) => ({
          functionResponse: { id, name, response: { result: RESULT } },
        })),
      });
    }
  }
  async leave(model, prompt) {
    const gone = new AbortController();
    const config = { maxOutputTokens: 100, abortSignal: gone.signal };
    const stream = await this.client.models.generateContentStream({
      model,
      contents: prompt,
      config,
    });
    try {
      for await (const piece of stream) {
        if (piece.text) {
          gone.abort();
        }
      }
    } catch (e) {
      if (!gone.signal.aborted) {
        throw e;
      }
    }
  }
  error(status) {
    return (e) => e.name === "ApiError" && Math.floor(e.status / 100) === Math.floor(status / 100);
  }
}

function errorOf(sdk, status) {
  const types = {
    400: sdk.BadRequestError,
    401: sdk.AuthenticationError,
    404: sdk.NotFoundError,
    429: sdk.RateLimitError,
  };
  return (e) => e instanceof (types[status] ?? sdk.InternalServerError);
}

function words(said, count, leastInput = 1) {
  const [text, input, output] = said;
  if (text.split(" ").length !== count || output !== count || !(input >= leastInput)) {
    throw new Error(`not ${count} words: ${JSON.stringify(said)}`);
  }
}

function same(found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
  }
}

async function fails(call, isExpected) {
  try {
    await call();
  } catch (e) {
    if (isExpected(e)) {
      return;
    }
    throw e;
  }
  throw new Error("no error");
}

const SCENARIOS = {
  chat: async (one, model) => words(await one.chat(model, "Say this [[sim out=12]]"), 12),
  stream: async (one, model) => words(await one.stream(model, "Say this [[sim out=12]]"), 12),
  tools: async (one, model) => {
    const prompt = "Look it up [[sim out=9 tool=look_up rounds=2]]";
    const [calls, answer] = await one.tools(model, prompt);
    same(calls, [TOOL, TOOL]);
    same(answer.split(" ").length, 9);
  },
  structured: async (one, model) => same(await one.structured(model, "A city"), "word"),
  image: async (one, model) => words(await one.image(seeing[model], "What? [[sim out=5]]"), 5, 70),
  errors: async (one, model) => {
    for (const [fault, status] of [["400", 400], ["context", 400], ["429", 429], ["503", 503]]) {
      await fails(() => one.chat(model, `Say [[sim fault=${fault}]]`), one.error(status));
    }
  },
  cancel: (one, model) => one.leave(model, "Say a lot [[sim out=100 tps=10]]"),
  retry: async (one, model) => {
    const patient = new one.constructor(key, 2);
    const nonce = `${one.constructor.sdk} for JavaScript, ${model}`;
    const prompt = `${nonce} [[sim out=4 fault=429 retry_after=1 times=1]]`;
    words(await patient.chat(model, prompt), 4);
  },
};

async function attempt(sdk, model, scenario, task) {
  let why = "";
  try {
    await task();
  } catch (e) {
    why = `${e.constructor.name}: ${e.message}`;
  }
  console.log(JSON.stringify({ sdk, model, scenario, why }));
}

async function every(kind, model) {
  const one = new kind(key, 0);
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    await attempt(kind.sdk, model, name, () => scenario(one, model));
  }
}

/** What does not depend on the provider. */
async function gatewayOwn(kind) {
  const one = new kind(key, 0);
  const stranger = new kind("sk-wrong", 0);
  await attempt(kind.sdk, "none", "unknown model", () =>
    fails(
      () => one.chat("asistant", "Say this"),
      (e) => one.error(404)(e) && e.message.includes("assistant"),
    ),
  );
  await attempt(kind.sdk, "none", "wrong key", () =>
    fails(() => stranger.chat(models[0], "Say this"), one.error(401)),
  );
}

async function others() {
  const openAi = new OpenAI({ baseURL: `${root}/v1`, apiKey: key, maxRetries: 0 });
  const anthropic = new Anthropic({ baseURL: root, apiKey: key, maxRetries: 0 });
  for (const model of named.map((name) => name.split("+")[2]).filter(Boolean)) {
    await attempt("openai", model, "vectors", async () => {
      const made = await openAi.embeddings.create({ model, input: ["A text", "Another one"] });
      same([made.data.length, made.data[1].embedding.length > 0], [2, true]);
    });
  }
  await attempt("openai", "none", "no kept responses", () =>
    fails(
      () => openAi.responses.create({ model: models[0], input: "hi", previous_response_id: "r" }),
      (e) => e instanceof OpenAI.BadRequestError && e.message.includes("keeps no responses"),
    ),
  );
  await attempt("anthropic", "none", "no messages", () =>
    fails(
      () => anthropic.messages.create({ model: models[0], messages: [], max_tokens: 9 }),
      (e) => e instanceof Anthropic.BadRequestError && e.message.includes("messages"),
    ),
  );
  await attempt("openai and anthropic", "none", "models", async () => {
    const listed = async (pages) => {
      const ids = [];
      for await (const model of pages) {
        ids.push(model.id);
      }
      return ids;
    };
    const chatting = await listed(anthropic.models.list());
    const all = await listed(openAi.models.list());
    same([chatting.length > 0, chatting.filter((id) => !all.includes(id))], [true, []]);
  });
  await attempt("anthropic", "none", "counting", async () => {
    const messages = [{ role: "user", content: "Say this" }];
    const counted = await anthropic.messages.countTokens({ model: models[0], messages });
    same(counted.input_tokens > 0, true);
  });
}

const kinds = [Completions, Responses, Messages, Contents];
await Promise.all([
  ...kinds.flatMap((kind) => models.map((model) => every(kind, model))),
  ...kinds.map(gatewayOwn),
  others(),
]);
