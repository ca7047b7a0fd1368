package dev.sluice.dialects.completions;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.openai.OpenAiUsage;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream of text completions. Ends with {@code [DONE]}.
 *
 * <p>There is no word for a choice that ended in an error. Where the provider tells the error, too,
 * that is what the caller gets; some, such as Google with {@code MALFORMED_FUNCTION_CALL}, tell no
 * more, and the end of the stream tells it then. Neither is told as a stop.
 */
final class CompletionsStreamWriter implements StreamWriter {
  private static final SseEvent DONE = SseEvent.of("[DONE]");
  private static final String BROKE_OFF =
      "The provider broke the text off with an error and told no more. Send the request again.";

  private final ReplyContext context;
  private String id;
  private String model;
  private long created;
  private @Nullable TokenUsage usage;
  private final Set<Integer> begun = new HashSet<>(2);
  private final Set<Integer> finished = new HashSet<>(2);
  private boolean brokeOff;
  private boolean failed;
  private boolean ended;

  CompletionsStreamWriter(ReplyContext context) {
    this.context = context;
    this.id = context.requestId();
    this.model = context.model();
    this.created = context.createdSeconds();
  }

  @Override
  public List<SseEvent> write(ReplyEvents reply) {
    List<SseEvent> out = new ArrayList<>(reply.getEvents().size());
    for (CanonicalEvent event : reply.getEvents()) {
      if (!failed && !ended) {
        write(event, out);
      }
    }
    return out;
  }

  private void write(CanonicalEvent event, List<SseEvent> out) {
    String text = event.getText();
    switch (event.getKind()) {
      case START, CHUNK -> {
        id = event.getId() == null || event.getId().isEmpty() ? id : event.getId();
        model = event.getName() == null ? model : event.getName();
        created = event.getCreated() == null ? created : event.getCreated();
      }
      case TEXT_DELTA, REFUSAL_DELTA -> {
        if (text != null && !text.isEmpty()) {
          begun.add(event.getChoice());
          chunk(event.getChoice(), text, null, out);
        }
      }
      case FINISH -> {
        if (event.getFinishReason() == FinishReason.ERROR) {
          brokeOff |= finished.add(event.getChoice());
        } else {
          finish(event.getChoice(), event.getFinishReason(), out);
        }
      }
      case USAGE -> usage = event.getUsage();
      case ERROR -> {
        ErrorInfo error = event.getError();
        tell(
            error == null ? Canonical.error(ErrorKind.INTERNAL, 0, "The stream broke.") : error,
            out);
      }
      case PART_START,
          PART_STOP,
          REASONING_DELTA,
          SIGNATURE,
          TOOL_CALL_START,
          TOOL_ARGS_DELTA,
          CHOICE,
          DELTA,
          EXTRAS,
          STOP,
          UNKNOWN -> {}
    }
  }

  /** Some providers repeat why a choice ended, and some do not say. */
  private void finish(int choice, FinishReason reason, List<SseEvent> out) {
    if (finished.add(choice)) {
      begun.add(choice);
      chunk(choice, "", TextCompletion.finish(reason), out);
    }
  }

  private void chunk(int choice, String text, @Nullable String finish, List<SseEvent> out) {
    JsonText chunk = TextCompletion.head(id, created, model);
    TextCompletion.choice(chunk, choice, text, finish);
    out.add(SseEvent.of(chunk.endArray().endObject().bytes()));
  }

  private void tell(ErrorInfo error, List<SseEvent> out) {
    failed = true;
    out.add(SseEvent.of(new OpenAiDialect().error(error, context).body()));
  }

  @Override
  public List<SseEvent> end(Map<String, String> usageFields) {
    List<SseEvent> out = new ArrayList<>(2);
    if (ended) {
      return out;
    }
    ended = true;
    if (!failed) {
      begun.stream().sorted().toList().forEach(choice -> finish(choice, FinishReason.UNKNOWN, out));
      if (brokeOff) {
        tell(Canonical.error(ErrorKind.PROVIDER_ERROR, 0, BROKE_OFF), out);
      }
    }
    if (!failed && context.includeUsage() && usage != null) {
      JsonText chunk = TextCompletion.head(id, created, model).endArray();
      OpenAiUsage.writeIfKnown(chunk, usage, usageFields);
      out.add(SseEvent.of(chunk.endObject().bytes()));
    }
    out.add(DONE);
    return out;
  }

  @Override
  public List<SseEvent> fail(ErrorInfo error) {
    List<SseEvent> out = new ArrayList<>(2);
    if (!ended) {
      ended = true;
      if (!failed) {
        tell(error, out);
      }
      out.add(DONE);
    }
    return out;
  }
}
