package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of one candidate of a stream. What it carries beside its parts is told when it
 * changes. The proof of a text comes before the text, that of reasoning behind it.
 */
final class CandidateEvents {
  private final int choice;
  private Map<String, String> extras = Map.of();
  private Map<String, String> content = Map.of();
  private ContentForm form = ContentForm.ABSENT;
  private boolean told;
  private boolean finished;
  private ContentKind kind = ContentKind.UNKNOWN;
  private int part = -1;
  private int tools;

  CandidateEvents(int choice) {
    this.choice = choice;
  }

  boolean finished() {
    return finished;
  }

  void read(Candidate candidate, @Nullable String replyId, List<CanonicalEvent> events) {
    int before = events.size();
    beside(candidate, events);
    for (ContentPart one : candidate.parts()) {
      part(one, replyId, events);
    }
    String word = candidate.finish();
    if (word != null) {
      finished = true;
      FinishReason reason = FinishReasons.of(word);
      CanonicalEvent finish = event(EventKind.FINISH);
      finish.setWireField(word);
      finish.setFinishReason(
          tools > 0 && reason == FinishReason.STOP ? FinishReason.TOOL_CALLS : reason);
      events.add(finish);
    }
    if (events.size() == before) {
      events.add(event(EventKind.DELTA));
    }
  }

  private void beside(Candidate candidate, List<CanonicalEvent> events) {
    boolean same =
        told
            && candidate.form() == form
            && candidate.extras().equals(extras)
            && candidate.content().equals(content);
    if (same) {
      return;
    }
    told = true;
    form = candidate.form();
    extras = candidate.extras();
    content = candidate.content();
    CanonicalEvent event = event(EventKind.CHOICE);
    event.setExtras(extras);
    event.setInnerExtras(content);
    event.setWireField(form.name());
    events.add(event);
  }

  private CanonicalEvent event(EventKind eventKind) {
    CanonicalEvent event = Canonical.event(eventKind, choice);
    event.setPart(Math.max(0, part));
    return event;
  }

  private void part(ContentPart one, @Nullable String replyId, List<CanonicalEvent> events) {
    if (one.getKind() != kind || kind == ContentKind.TOOL_CALL) {
      kind = one.getKind();
      part++;
    }
    switch (kind) {
      case TEXT -> {
        signature(one, events);
        text(EventKind.TEXT_DELTA, one, events);
      }
      case REASONING -> {
        text(EventKind.REASONING_DELTA, one, events);
        signature(one, events);
      }
      case TOOL_CALL -> call(one, replyId, events);
      case PROVIDER -> {
        CanonicalEvent whole = event(EventKind.PART_STOP);
        whole.setPartKind(ContentKind.PROVIDER);
        whole.setText(one.getRaw());
        events.add(whole);
      }
      default -> {
        // results and media of a model are kept whole and do not get here
      }
    }
  }

  private void signature(ContentPart one, List<CanonicalEvent> events) {
    if (one.getSignature() != null) {
      CanonicalEvent event = event(EventKind.SIGNATURE);
      event.setPartKind(kind);
      event.setText(one.getSignature());
      events.add(event);
    }
  }

  private void text(EventKind eventKind, ContentPart one, List<CanonicalEvent> events) {
    CanonicalEvent event = event(eventKind);
    event.setText(one.getText());
    event.setExtras(one.getExtras());
    events.add(event);
  }

  private void call(ContentPart one, @Nullable String replyId, List<CanonicalEvent> events) {
    CanonicalEvent start = event(EventKind.TOOL_CALL_START);
    String id = one.getToolCallId();
    boolean given = id != null && !id.isEmpty();
    start.setId(given ? id : CallIds.madeUp(replyId, choice, tools));
    start.setName(one.getToolName());
    start.setPartKind(ContentKind.TOOL_CALL);
    start.setTool(tools);
    start.setInnerExtras(one.getInnerExtras());
    String proof = Proofs.write(one.getSignature());
    if (proof == null) {
      start.setExtras(one.getExtras());
    } else {
      Map<String, String> fields = new LinkedHashMap<>(one.getExtras());
      fields.put(Signatures.EXTRA, JsonText.quoted(proof));
      start.setExtras(fields);
    }
    events.add(start);
    CanonicalEvent arguments = event(EventKind.TOOL_ARGS_DELTA);
    arguments.setTool(tools);
    arguments.setText(one.getArguments());
    events.add(arguments);
    tools++;
  }
}
