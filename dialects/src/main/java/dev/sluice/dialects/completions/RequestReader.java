package dev.sluice.dialects.completions;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.dialects.openai.Values;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.chat.Sampling;
import java.io.IOException;
import java.util.List;

/** Reads one request; for one body. What a chat cannot do is refused. */
final class RequestReader {
  private static final String CHAT = " A completion is answered by a chat, which cannot do that.";

  private final JsonCursor in;
  private final Problems problems = new Problems();
  private final CanonicalRequest request = Canonical.request(CompletionsDialect.NAME);
  private final Sampling sampling = Canonical.sampling();
  private final Bag extras = new Bag();
  private final Values values;
  private boolean modelGiven;
  private boolean promptGiven;

  RequestReader(JsonCursor in) {
    this.in = in;
    this.values = new Values(in, problems);
  }

  ReadRequest read() throws IOException {
    while (in.nextField()) {
      String field = in.field();
      if (in.isNull() && !field.equals("model") && !field.equals("prompt")) {
        in.skip();
      } else {
        field(field);
      }
    }
    in.end();
    if (!modelGiven && problems.none()) {
      problems.add(null, "you must provide a model parameter", null);
    }
    if (!promptGiven && problems.none()) {
      problems.missing("prompt");
    }
    if (!problems.none()) {
      return new ReadRequest.Refused(problems.errors());
    }
    request.setSampling(sampling);
    request.setExtras(extras.fields());
    return new ReadRequest.Parsed(request);
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "model" -> {
        modelGiven = true;
        String model = values.string(field);
        request.setModel(model == null ? "" : model);
      }
      case "prompt" -> {
        promptGiven = true;
        prompt();
      }
      case "max_tokens" -> request.setMaxOutputTokens(values.integer(field, 1));
      case "stream" -> request.setStream(values.bool(field));
      case "stream_options" -> streamOptions();
      case "user" -> request.setEndUser(values.string(field));
      case "temperature" -> sampling.setTemperature(values.decimal(field));
      case "top_p" -> sampling.setTopP(values.decimal(field));
      case "frequency_penalty" -> sampling.setFrequencyPenalty(values.decimal(field));
      case "presence_penalty" -> sampling.setPresencePenalty(values.decimal(field));
      case "seed" -> sampling.setSeed(values.integer(field, Long.MIN_VALUE));
      case "n" -> sampling.setN(values.small(field, 1));
      case "logit_bias" -> sampling.setLogitBias(values.objectText(field));
      case "stop" -> stop();
      default -> unserved(field);
    }
  }

  private void unserved(String field) throws IOException {
    switch (field) {
      case "echo" -> {
        if (Boolean.TRUE.equals(values.bool(field))) {
          unsupported(field, "Leave it out, or send false.");
        }
      }
      case "best_of" -> {
        Integer count = values.small(field, 1);
        if (count != null && count > 1) {
          unsupported(field, "Leave it out, or send 1.");
        }
      }
      case "suffix" -> {
        String suffix = values.string(field);
        if (suffix != null && !suffix.isEmpty()) {
          unsupported(field, "Leave it out.");
        }
      }
      case "logprobs" -> {
        values.small(field, 0);
        unsupported(field, "Leave it out, or ask /v1/chat/completions for them.");
      }
      default -> extras.keep(in);
    }
  }

  private void unsupported(String field, String remedy) {
    problems.add(
        field,
        "Unsupported parameter: '" + field + "'." + CHAT + ' ' + remedy,
        "unsupported_parameter");
  }

  private void prompt() throws IOException {
    if (in.isString()) {
      message(in.string());
      return;
    }
    if (!in.isArray()) {
      problems.wrongType(in, "prompt", "one of a string or array of one string");
      return;
    }
    List<String> prompts = in.strings();
    if (prompts != null && prompts.size() == 1) {
      message(prompts.getFirst());
    } else {
      problems.add(
          "prompt",
          "Invalid 'prompt': expected a string or an array of one string. Send one request for each"
              + " prompt, and no token ids.",
          "invalid_value");
    }
  }

  private void message(String text) {
    Message message = Canonical.message(Role.USER);
    message.setForm(ContentForm.STRING);
    message.getParts().add(Canonical.text(text));
    request.getMessages().add(message);
  }

  private void streamOptions() throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "stream_options", "an object");
      return;
    }
    problems.enter("stream_options");
    while (in.nextField()) {
      if (in.field().equals("include_usage") && !in.isNull()) {
        request.setIncludeUsage(values.bool("include_usage"));
      } else {
        in.skip();
      }
    }
    problems.leave();
  }

  private void stop() throws IOException {
    if (in.isString()) {
      sampling.setStop(List.of(in.string()));
      sampling.setStopForm(ContentForm.STRING);
      return;
    }
    List<String> stops = in.isArray() ? in.strings() : null;
    if (stops == null) {
      problems.wrongType(in, "stop", "one of a string or array of strings");
    } else {
      sampling.setStop(stops);
      sampling.setStopForm(ContentForm.PARTS);
    }
  }
}
