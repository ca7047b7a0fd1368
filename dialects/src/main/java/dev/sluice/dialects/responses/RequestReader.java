package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.dialects.openai.Values;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.chat.Sampling;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one request; for one body. */
final class RequestReader {
  private static final String WHOLE_INPUT =
      "Sluice keeps no responses. Send the whole conversation in 'input' instead.";

  private final JsonCursor in;
  private final Problems problems = new Problems();
  private final CanonicalRequest request = Canonical.request(ResponsesDialect.NAME);
  private final Sampling sampling = Canonical.sampling();
  private final Bag extras = new Bag();
  private final Values values;
  private final ToolReader tools;
  private boolean modelGiven;
  private boolean inputGiven;
  private boolean sampled;

  RequestReader(JsonCursor in) {
    this.in = in;
    this.values = new Values(in, problems);
    this.tools = new ToolReader(in, problems);
  }

  ReadRequest read() throws IOException {
    while (in.nextField()) {
      String field = in.field();
      if (in.isNull() && !field.equals("model") && !field.equals("input")) {
        if (!field.equals("store")) {
          extras.put(field, "null");
        }
      } else {
        field(field);
      }
    }
    in.end();
    if (!modelGiven && problems.none()) {
      problems.missing("model");
    }
    if (!inputGiven && problems.none()) {
      problems.missing("input");
    }
    if (!problems.none()) {
      return new ReadRequest.Refused(problems.errors());
    }
    if (sampled) {
      request.setSampling(sampling);
    }
    request.setExtras(extras.fields());
    request.setIncludeUsage(true);
    return new ReadRequest.Parsed(request);
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "model" -> {
        modelGiven = true;
        String model = values.string(field);
        request.setModel(model == null ? "" : model);
      }
      case "input" -> {
        inputGiven = true;
        input();
      }
      case "instructions" -> instructions();
      case "tools" -> {
        request.setToolsGiven(true);
        tools.readAll(request.getTools());
      }
      case "tool_choice" -> request.setToolChoice(tools.readChoice());
      case "parallel_tool_calls" -> request.setParallelToolCalls(values.bool(field));
      case "text" -> text();
      case "reasoning" -> reasoning();
      case "max_output_tokens" -> request.setMaxOutputTokens(values.integer(field, 1));
      case "stream" -> request.setStream(values.bool(field));
      case "metadata" -> request.setMetadata(values.objectText(field));
      case "user" -> request.setEndUser(values.string(field));
      case "safety_identifier" -> safetyIdentifier();
      case "service_tier" -> request.setServiceTier(values.string(field));
      case "temperature" -> {
        sampled = true;
        sampling.setTemperature(values.decimal(field));
      }
      case "top_p" -> {
        sampled = true;
        sampling.setTopP(values.decimal(field));
      }
      case "top_logprobs" -> {
        sampled = true;
        sampling.setTopLogprobs(values.small(field, 0));
      }
      default -> kept(field);
    }
  }

  /** What a gateway that keeps nothing can say nothing of. */
  private void kept(String field) throws IOException {
    switch (field) {
      case "store" -> values.bool(field);
      case "previous_response_id" -> unserved(field, "The response is not there: " + WHOLE_INPUT);
      case "conversation" -> unserved(field, "The conversation is not there: " + WHOLE_INPUT);
      case "prompt" ->
          unserved(
              field,
              "Prompts that a provider keeps are not served. Send their text in 'instructions' and"
                  + " 'input' instead.");
      case "background" -> {
        if (Boolean.TRUE.equals(values.bool(field))) {
          problems.add(
              field,
              "Unsupported parameter: 'background'. Sluice keeps no responses, so none could be"
                  + " fetched later. Send 'stream': true and read the response while it comes.",
              "unsupported_parameter");
        }
      }
      default -> extras.keep(in);
    }
  }

  private void unserved(String field, String why) throws IOException {
    problems.add(field, "Unsupported parameter: '" + field + "'. " + why, "unsupported_parameter");
    in.skip();
  }

  private void safetyIdentifier() throws IOException {
    String identifier = values.string("safety_identifier");
    if (identifier != null) {
      extras.put("safety_identifier", JsonText.quoted(identifier));
      if (request.getEndUser() == null) {
        request.setEndUser(identifier);
      }
    }
  }

  private void instructions() throws IOException {
    String text = values.string("instructions");
    if (text != null) {
      request.setSystem(List.of(Canonical.text(text)));
      request.setSystemForm(ContentForm.STRING);
    }
  }

  private void input() throws IOException {
    if (in.isString()) {
      Message message = Canonical.message(Role.USER);
      message.setForm(ContentForm.STRING);
      message.getParts().add(Canonical.text(in.string()));
      request.getMessages().add(message);
      return;
    }
    if (!in.isArray()) {
      problems.wrongType(in, "input", "one of a string or array of input items");
      return;
    }
    var items = new ItemReader(in, problems);
    problems.enter("input");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        add(items.read());
      } else {
        problems.wrongElement(in, "an object");
      }
      problems.leave();
    }
    problems.leave();
    if (index == 0) {
      problems.emptyArray("input");
    }
  }

  private void add(ItemReader.Item item) {
    List<Message> messages = request.getMessages();
    switch (item) {
      case ItemReader.Item.OfAssistant(List<ContentPart> parts) -> {
        if (messages.isEmpty() || messages.getLast().getRole() != Role.ASSISTANT) {
          messages.add(Canonical.message(Role.ASSISTANT));
        }
        messages.getLast().getParts().addAll(parts);
      }
      case ItemReader.Item.OfOther other -> {
        Message message = Canonical.message(other.role());
        message.setForm(other.form());
        message.setParts(other.parts());
        message.setExtras(other.extras());
        messages.add(message);
      }
      case ItemReader.Item.OfTool tool -> {
        Message message = Canonical.message(Role.TOOL);
        message.getParts().add(tool.result());
        message.setExtras(tool.extras());
        messages.add(message);
      }
      case ItemReader.Item.Wrong() -> {}
    }
  }

  private void text() throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "text", "an object");
      return;
    }
    var others = new Bag();
    problems.enter("text");
    while (in.nextField()) {
      if (in.field().equals("format") && !in.isNull()) {
        request.setResponseFormat(tools.readFormat());
      } else {
        others.keep(in);
      }
    }
    problems.leave();
    if (!others.fields().isEmpty()) {
      extras.put("text", new JsonText(64).object().rawFields(others.fields()).endObject().text());
    }
  }

  private void reasoning() throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "reasoning", "an object");
      return;
    }
    Reasoning wish = Canonical.reasoning();
    var others = new Bag();
    boolean wished = false;
    problems.enter("reasoning");
    while (in.nextField()) {
      String field = in.field();
      boolean known = field.equals("effort") || field.equals("summary");
      if (!known || in.isNull()) {
        others.keep(in);
      } else {
        wished = true;
        @Nullable String word = values.string(field);
        if (field.equals("effort")) {
          wish.setEffort(word);
        } else {
          wish.setSummary(word);
        }
      }
    }
    problems.leave();
    wish.setExtras(others.fields());
    if (wished || !others.fields().isEmpty()) {
      request.setReasoning(wish);
    }
  }
}
