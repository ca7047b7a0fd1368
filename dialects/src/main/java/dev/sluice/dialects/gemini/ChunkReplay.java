package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks from events that were read from this dialect: the same chunks, field by field. One
 * that ends a candidate is held back, so that the end of the stream can add to its usage.
 */
final class ChunkReplay {
  private final Map<Integer, CanonicalEvent> beside = new HashMap<>();
  private @Nullable CanonicalEvent envelope;
  private List<CanonicalEvent> held = List.of();

  void write(List<CanonicalEvent> events, List<SseEvent> out) {
    int from = 0;
    while (from < events.size()) {
      int to = from + 1;
      while (to < events.size() && events.get(to).getJoins()) {
        to++;
      }
      chunk(events.subList(from, to), out);
      from = to;
    }
  }

  private void chunk(List<CanonicalEvent> events, List<SseEvent> out) {
    end(Map.of(), out);
    CanonicalEvent first = events.getFirst();
    if (first.getKind() == EventKind.ERROR) {
      out.add(ErrorWriter.event(first.getError()));
    } else if (events.stream().anyMatch(event -> event.getKind() == EventKind.FINISH)) {
      held = new ArrayList<>(events);
    } else {
      out.add(write(events, Map.of()));
    }
  }

  /** Writes what was held back. */
  void end(Map<String, String> usageFields, List<SseEvent> out) {
    if (!held.isEmpty()) {
      out.add(write(held, usageFields));
      held = List.of();
    }
  }

  private SseEvent write(List<CanonicalEvent> events, Map<String, String> usageFields) {
    TokenUsage usage = null;
    var out = new JsonText(400).object();
    List<CanonicalEvent> ofCandidates = new ArrayList<>(events.size());
    for (CanonicalEvent event : events) {
      switch (event.getKind()) {
        case START, CHUNK -> envelope = event;
        case USAGE -> usage = event.getUsage();
        case FINISH -> {
          if (event.getWireField() != null) {
            ofCandidates.add(event);
          }
        }
        default -> ofCandidates.add(event);
      }
    }
    candidates(ofCandidates, out);
    if (usage != null) {
      GeminiUsage.write(out, usage, usageFields);
    } else if (!usageFields.isEmpty()) {
      out.object("usageMetadata").rawFields(usageFields).endObject();
    }
    CanonicalEvent around = envelope;
    if (around != null) {
      out.fieldIfSet("modelVersion", around.getName()).fieldIfSet("responseId", around.getId());
      out.rawFields(around.getExtras());
    }
    return SseEvent.of(out.endObject().bytes());
  }

  private void candidates(List<CanonicalEvent> events, JsonText out) {
    if (events.isEmpty()) {
      return;
    }
    out.array("candidates");
    int from = 0;
    while (from < events.size()) {
      int choice = events.get(from).getChoice();
      int to = from + 1;
      while (to < events.size() && events.get(to).getChoice() == choice) {
        to++;
      }
      candidate(choice, events.subList(from, to), out.object());
      out.endObject();
      from = to;
    }
    out.endArray();
  }

  private void candidate(int choice, List<CanonicalEvent> events, JsonText out) {
    String finish = null;
    for (CanonicalEvent event : events) {
      if (event.getKind() == EventKind.CHOICE) {
        beside.put(choice, event);
      } else if (event.getKind() == EventKind.FINISH) {
        finish = event.getWireField();
      }
    }
    CanonicalEvent others = beside.get(choice);
    String form = others == null ? ContentForm.PARTS.name() : others.getWireField();
    if (!ContentForm.ABSENT.name().equals(form)) {
      out.object("content");
      if (ContentForm.PARTS.name().equals(form)) {
        out.array("parts");
        parts(events, out);
        out.endArray();
      }
      out.rawFields(others == null ? Map.of() : others.getInnerExtras()).endObject();
    }
    ReplyWriter.finish(out, finish);
    out.rawFields(others == null ? Map.of() : others.getExtras());
  }

  private static void parts(List<CanonicalEvent> events, JsonText out) {
    String proof = null;
    for (int i = 0; i < events.size(); i++) {
      CanonicalEvent event = events.get(i);
      CanonicalEvent next = i + 1 < events.size() ? events.get(i + 1) : null;
      switch (event.getKind()) {
        case SIGNATURE -> {
          if (event.getPartKind() == ContentKind.TEXT) {
            proof = event.getText();
          }
        }
        case TEXT_DELTA -> {
          out.object().fieldIfSet("text", event.getText());
          out.fieldIfSet(Signatures.EXTRA, Proofs.write(proof));
          out.rawFields(event.getExtras()).endObject();
          proof = null;
        }
        case REASONING_DELTA -> {
          out.object().fieldIfSet("text", event.getText()).field("thought", true);
          out.fieldIfSet(Signatures.EXTRA, proofBehind(next));
          out.rawFields(event.getExtras()).endObject();
        }
        case TOOL_CALL_START -> call(event, next, out);
        case PART_STOP -> {
          if (event.getPartKind() == ContentKind.PROVIDER && event.getText() != null) {
            out.raw(event.getText());
          }
        }
        default -> {}
      }
    }
  }

  private static @Nullable String proofBehind(@Nullable CanonicalEvent next) {
    if (next == null || next.getKind() != EventKind.SIGNATURE) {
      return null;
    }
    return next.getPartKind() == ContentKind.REASONING ? Proofs.write(next.getText()) : null;
  }

  private static void call(CanonicalEvent event, @Nullable CanonicalEvent next, JsonText out) {
    out.object().object("functionCall");
    if (!CallIds.isMadeUp(event.getId())) {
      out.fieldIfSet("id", event.getId());
    }
    out.fieldIfSet("name", event.getName());
    String arguments =
        next == null || next.getKind() != EventKind.TOOL_ARGS_DELTA ? null : next.getText();
    out.rawField("args", PartWriter.arguments(arguments));
    out.rawFields(event.getInnerExtras()).endObject();
    out.rawFields(event.getExtras()).endObject();
  }
}
