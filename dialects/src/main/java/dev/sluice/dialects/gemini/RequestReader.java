package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one request; for one body. */
final class RequestReader {
  private final JsonCursor in;
  private final @Nullable Target target;
  private final Problems problems = new Problems();
  private final CanonicalRequest request = Canonical.request(GeminiDialect.NAME);
  private final Map<String, String> extras = new LinkedHashMap<>();
  private final CallIds ids = new CallIds();
  private String model = "";
  private boolean contentsGiven;

  /**
   * @param target null where model and streaming are not said there
   */
  RequestReader(JsonCursor in, @Nullable Target target) {
    this.in = in;
    this.target = target;
  }

  ReadRequest read() throws IOException {
    method();
    while (in.nextField()) {
      field(Names.field(in));
    }
    in.end();
    if (target != null && !target.model().isEmpty()) {
      model = target.model();
    }
    if (model.isEmpty()) {
      problems.add("model", "The path names no model: send to models/{model}:generateContent.");
    }
    if (!contentsGiven && problems.none()) {
      problems.add("contents", "'contents' is not specified.");
    }
    if (!problems.none()) {
      return new ReadRequest.Refused(problems.errors());
    }
    request.setModel(model);
    request.setIncludeUsage(true);
    request.setExtras(extras);
    return new ReadRequest.Parsed(request);
  }

  private void method() {
    if (target == null) {
      return;
    }
    switch (target.method()) {
      case "generateContent" -> request.setStream(false);
      case "streamGenerateContent" -> request.setStream(true);
      default ->
          problems.add(
              null,
              "The path has no method that is known here: use generateContent or"
                  + " streamGenerateContent.");
    }
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "model" -> model = Target.bare(in.stringOrSkip());
      case "contents" -> contents();
      case "systemInstruction" -> system();
      case "tools" -> {
        if (in.isNull()) {
          return;
        }
        request.setToolsGiven(true);
        new ToolReader(in, problems).readAll(request.getTools());
      }
      case "toolConfig" -> {
        if (!in.isNull()) {
          new ToolReader(in, problems).readConfig(request);
        }
      }
      case "generationConfig" -> {
        if (!in.isNull()) {
          new ConfigReader(in, problems, request, extras).read();
        }
      }
      case "cachedContent" -> {
        // It is kept by the account of the gateway, for anyone, and costs what no bound knows.
        problems.add(
            "cachedContent",
            "Cached contents are not kept for callers here: send the contents themselves.");
        in.skip();
      }
      default -> extras.put(field, in.raw());
    }
  }

  private void contents() throws IOException {
    contentsGiven = true;
    if (!in.isArray()) {
      problems.notA(in, "contents", "a list of contents");
      return;
    }
    problems.enter("contents");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        request.getMessages().add(content());
      } else {
        problems.notA(in, null, "an object");
      }
      problems.leave();
    }
    problems.leave();
    if (index == 0) {
      problems.add("contents", "'contents' is not specified.");
    }
  }

  private Message content() throws IOException {
    Message message = Canonical.message(Role.USER);
    message.setForm(ContentForm.ABSENT);
    var others = new Bag();
    while (in.nextField()) {
      String field = Names.field(in);
      switch (field) {
        case "role" -> message.setRole(role());
        case "parts" -> {
          message.setForm(ContentForm.PARTS);
          parts(message.getParts());
        }
        default -> others.put(field, in.raw());
      }
    }
    message.getParts().forEach(ids::settle);
    message.setExtras(others.fields());
    return message;
  }

  /** A content without a role is the user's. */
  private Role role() throws IOException {
    String word = in.stringOrSkip();
    return switch (word == null ? "" : word) {
      case "user", "function", "" -> Role.USER;
      case "model" -> Role.ASSISTANT;
      default -> {
        problems.at("role", "use a valid role: user, model.");
        yield Role.UNKNOWN;
      }
    };
  }

  private void parts(List<ContentPart> parts) throws IOException {
    if (!in.isArray()) {
      problems.notA(in, "parts", "a list of parts");
      return;
    }
    problems.enter("parts");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        parts.add(new PartReader(in, false).read());
      } else {
        problems.notA(in, null, "a part");
      }
      problems.leave();
    }
    problems.leave();
  }

  private void system() throws IOException {
    List<ContentPart> parts = new ArrayList<>(1);
    if (in.isString()) {
      parts.add(Canonical.text(in.string()));
    } else if (in.isObject()) {
      while (in.nextField()) {
        if (Names.field(in).equals("parts")) {
          problems.enter("systemInstruction");
          parts(parts);
          problems.leave();
        } else {
          in.skip();
        }
      }
    } else if (!in.isNull()) {
      problems.notA(in, "systemInstruction", "a content");
    }
    if (!parts.isEmpty()) {
      request.setSystem(parts);
      request.setSystemForm(ContentForm.PARTS);
    }
  }
}
