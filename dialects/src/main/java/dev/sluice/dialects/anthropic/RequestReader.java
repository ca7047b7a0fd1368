package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.chat.Sampling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one request; for one body. */
final class RequestReader {
  private final JsonCursor in;
  private final boolean toAnswer;
  private final Problems problems = new Problems();
  private final CanonicalRequest request = Canonical.request(AnthropicDialect.NAME);
  private final Sampling sampling = Canonical.sampling();
  private final Bag extras = new Bag();
  private final BlockReader blocks;
  private final ToolReader tools;
  private @Nullable Reasoning reasoning;
  private boolean modelGiven;
  private boolean messagesGiven;

  /**
   * @param toAnswer whether it is to be answered, and so needs a limit, or only to be counted
   */
  RequestReader(JsonCursor in, boolean toAnswer) {
    this.in = in;
    this.toAnswer = toAnswer;
    this.blocks = new BlockReader(in, problems);
    this.tools = new ToolReader(in, problems);
  }

  ReadRequest read() throws IOException {
    request.setSampling(sampling);
    while (in.nextField()) {
      field(in.field());
    }
    in.end();
    required(modelGiven, "model");
    required(!toAnswer || request.getMaxOutputTokens() != null, "max_tokens");
    required(messagesGiven, "messages");
    if (!problems.none()) {
      return new ReadRequest.Refused(problems.errors());
    }
    request.setReasoning(reasoning);
    request.setIncludeUsage(true);
    request.setExtras(extras.fields());
    return new ReadRequest.Parsed(request);
  }

  private void required(boolean given, String field) {
    if (!given && problems.none()) {
      problems.missing(field);
    }
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "model" -> {
        modelGiven = true;
        String model = string(field);
        request.setModel(model == null ? "" : model);
      }
      case "max_tokens" -> request.setMaxOutputTokens(integer(field, 1));
      case "messages" -> messages();
      case "system" -> system();
      case "stop_sequences" -> stops();
      case "stream" -> {
        if (in.isBoolean()) {
          request.setStream(in.bool());
        } else {
          problems.notA(in, field, "a valid boolean");
        }
      }
      case "temperature" -> sampling.setTemperature(decimal(field));
      case "top_p" -> sampling.setTopP(decimal(field));
      case "top_k" -> sampling.setTopK(integer(field, 0));
      case "tools" -> {
        request.setToolsGiven(true);
        tools.readAll(request.getTools());
      }
      case "tool_choice" -> tools.readChoice(request);
      case "thinking" -> thinking();
      case "output_config" -> outputConfig();
      case "metadata" -> metadata();
      case "service_tier" -> request.setServiceTier(string(field));
      default -> extras.keep(in);
    }
  }

  private void messages() throws IOException {
    messagesGiven = true;
    if (!in.isArray()) {
      problems.notA(in, "messages", "a valid list");
      return;
    }
    problems.enter("messages");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        request.getMessages().add(message());
      } else {
        problems.notA(in, "", "a valid dictionary");
      }
      problems.leave();
    }
    problems.leave();
    if (index == 0) {
      problems.add("messages", "at least one message is required");
    }
  }

  private Message message() throws IOException {
    Message message = Canonical.message(Role.UNKNOWN);
    var others = new Bag();
    boolean contentGiven = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "role" -> message.setRole(role());
        case "content" -> {
          contentGiven = true;
          message.setForm(blocks.content("content", message.getParts()));
        }
        default -> others.keep(in);
      }
    }
    if (message.getRole() == Role.UNKNOWN && problems.none()) {
      problems.missing("role");
    }
    if (!contentGiven) {
      problems.missing("content");
    }
    message.setExtras(others.fields());
    return message;
  }

  private Role role() throws IOException {
    String word = in.stringOrSkip();
    Role role =
        switch (word == null ? "" : word) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          default -> Role.UNKNOWN;
        };
    if (role == Role.UNKNOWN) {
      problems.add("role", "Input should be 'user' or 'assistant'");
    }
    return role;
  }

  private void system() throws IOException {
    List<ContentPart> parts = new ArrayList<>(1);
    request.setSystemForm(blocks.content("system", parts));
    request.setSystem(parts);
  }

  private void stops() throws IOException {
    List<String> stops = in.isArray() ? in.strings() : null;
    if (stops == null) {
      problems.notA(in, "stop_sequences", "a valid list of strings");
    } else {
      sampling.setStop(stops);
      sampling.setStopForm(ContentForm.PARTS);
    }
  }

  /** The object is kept as it was beside what it means. */
  private void thinking() throws IOException {
    Reasoning wish = wish();
    String raw = in.raw();
    wish.getExtras().put("thinking", raw);
    try (JsonCursor object = JsonCursor.ofValue(raw)) {
      while (object.nextField()) {
        switch (object.field()) {
          case "type" -> wish.setMode(mode(object.stringOrSkip()));
          case "budget_tokens" -> wish.setBudgetTokens(object.longOrSkip());
          default -> object.skip();
        }
      }
    }
  }

  static ReasoningMode mode(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case "enabled" -> ReasoningMode.ENABLED;
      case "adaptive" -> ReasoningMode.ADAPTIVE;
      case "disabled" -> ReasoningMode.DISABLED;
      default -> ReasoningMode.UNSPECIFIED;
    };
  }

  private void outputConfig() throws IOException {
    String raw = in.raw();
    Reasoning wish = wish();
    wish.getExtras().put("output_config", raw);
    try (JsonCursor object = JsonCursor.ofValue(raw)) {
      while (object.nextField()) {
        switch (object.field()) {
          case "effort" -> wish.setEffort(object.stringOrSkip());
          case "format" -> request.setResponseFormat(format(object));
          default -> object.skip();
        }
      }
    }
  }

  private static @Nullable ResponseFormat format(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return null;
    }
    ResponseFormat format = Canonical.responseFormat(ResponseFormatKind.JSON_SCHEMA);
    while (in.nextField()) {
      switch (in.field()) {
        case "schema" -> format.setJsonSchema(in.raw());
        case "name" -> format.setName(in.stringOrSkip());
        default -> in.skip();
      }
    }
    return format;
  }

  private Reasoning wish() {
    Reasoning wish = reasoning;
    if (wish == null) {
      wish = Canonical.reasoning();
      wish.setExtras(new LinkedHashMap<>());
      reasoning = wish;
    }
    return wish;
  }

  private void metadata() throws IOException {
    String raw = in.raw();
    request.setMetadata(raw);
    try (JsonCursor object = JsonCursor.ofValue(raw)) {
      while (object.nextField()) {
        if (object.field().equals("user_id")) {
          request.setEndUser(object.stringOrSkip());
        } else {
          object.skip();
        }
      }
    }
  }

  private @Nullable String string(String field) throws IOException {
    if (in.isString()) {
      return in.string();
    }
    problems.notA(in, field, "a valid string");
    return null;
  }

  private @Nullable Long integer(String field, long minimum) throws IOException {
    if (!in.fitsLong()) {
      problems.notA(in, field, "a valid integer");
      return minimum;
    }
    long value = in.number();
    if (value < minimum) {
      problems.add(field, "Input should be greater than or equal to " + minimum);
    }
    return value;
  }

  private @Nullable Double decimal(String field) throws IOException {
    if (!in.isNumber() || Double.isInfinite(in.decimal())) {
      problems.notA(in, field, "a valid number");
      return null;
    }
    return in.decimal();
  }
}
