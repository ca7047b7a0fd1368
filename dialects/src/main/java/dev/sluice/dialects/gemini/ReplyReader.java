package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one whole answer. A blocked prompt, which has no candidates, reads as a choice without
 * content that the filter ended.
 */
final class ReplyReader {
  private final JsonCursor in;
  private final CanonicalReply reply = Canonical.reply(GeminiDialect.NAME);
  private final List<Candidate> candidates = new ArrayList<>(1);
  private final Bag extras = new Bag();
  private boolean blocked;

  ReplyReader(JsonCursor in) {
    this.in = in;
  }

  /** Whether the answer had candidates, or said that there are none and why. */
  boolean answered() {
    return blocked || !candidates.isEmpty();
  }

  CanonicalReply read() throws IOException {
    while (in.nextField()) {
      field(Names.field(in));
    }
    in.end();
    reply.setExtras(extras.fields());
    int searches = 0;
    for (Candidate candidate : candidates) {
      reply.getChoices().add(choice(candidate));
      searches += candidate.searches();
    }
    if (candidates.isEmpty() && blocked) {
      Choice choice = Canonical.choice(0);
      choice.setForm(ContentForm.ABSENT);
      choice.setFinishReason(FinishReason.CONTENT_FILTER);
      reply.getChoices().add(choice);
    }
    if (reply.getUsage() != null) {
      Searches.bill(reply.getUsage(), searches, reply.getModel());
    }
    return reply;
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "candidates" -> {
        if (in.isArray()) {
          Candidate.readAll(in, candidates);
        } else {
          extras.put(field, in.raw());
        }
      }
      case "usageMetadata" -> {
        if (in.isObject()) {
          reply.setUsage(GeminiUsage.read(in));
        } else {
          extras.put(field, in.raw());
        }
      }
      case "modelVersion" -> {
        if (in.isString()) {
          reply.setModel(in.string());
        } else {
          extras.put(field, in.raw());
        }
      }
      case "responseId" -> {
        if (in.isString()) {
          reply.setId(in.string());
        } else {
          extras.put(field, in.raw());
        }
      }
      case Feedback.FIELD -> {
        String raw = in.raw();
        extras.put(field, raw);
        blocked = Feedback.blockReason(raw) != null;
      }
      default -> extras.put(field, in.raw());
    }
  }

  private Choice choice(Candidate candidate) {
    Choice choice = Canonical.choice(candidate.index());
    choice.setForm(candidate.form());
    choice.setParts(candidate.parts());
    choice.setExtras(candidate.extras());
    choice.setMessageExtras(candidate.content());
    choice.setLogprobs(Logprobs.read(candidate.extras().get(Logprobs.FIELD)));
    int calls = 0;
    for (ContentPart part : candidate.parts()) {
      if (part.getKind() == ContentKind.TOOL_CALL) {
        if (part.getToolCallId() == null || part.getToolCallId().isEmpty()) {
          part.setToolCallId(CallIds.madeUp(reply.getId(), candidate.index(), calls));
        }
        calls++;
      }
    }
    String word = candidate.finish();
    if (word != null) {
      FinishReason reason = FinishReasons.of(word);
      choice.setFinishText(word);
      choice.setFinishReason(
          calls > 0 && reason == FinishReason.STOP ? FinishReason.TOOL_CALLS : reason);
    }
    return choice;
  }
}
