package dev.sluice.dialects.openai;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks from events that were read from this dialect: the same chunks, field by field, but
 * for padding, and for usage where the caller did not ask for it. A chunk with usage alone is held
 * back, so that the end of the stream can add to it.
 */
final class ChunkReplay {
  private final boolean includeUsage;
  private final Map<Integer, Map<String, String>> beside = new HashMap<>();
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable Long created;
  private Map<String, String> envelope = Map.of();
  private @Nullable TokenUsage held;
  private @Nullable TokenUsage last;
  private boolean usageShown;

  ChunkReplay(boolean includeUsage) {
    this.includeUsage = includeUsage;
  }

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
    boolean onlyUsage = true;
    CanonicalEvent error = null;
    TokenUsage usage = null;
    for (CanonicalEvent event : events) {
      switch (event.getKind()) {
        case START, CHUNK -> {
          id = event.getId();
          model = event.getName();
          created = event.getCreated();
          envelope = event.getExtras();
        }
        case USAGE -> {
          last = event.getUsage();
          usage = event.getWireField() == null ? last : usage;
        }
        case ERROR -> error = event;
        case CHOICE -> {
          beside.put(event.getChoice(), event.getExtras());
          onlyUsage = false;
        }
        default -> onlyUsage = false;
      }
    }
    if (error != null && events.size() == 1) {
      out.add(SseEvent.of(ErrorWriter.event(error)));
      return;
    }
    flushHeld(out);
    if (onlyUsage && usage != null && error == null) {
      held = usage;
      return;
    }
    write(events, usage, error, Map.of(), out);
  }

  private void flushHeld(List<SseEvent> out) {
    TokenUsage usage = held;
    if (usage != null) {
      held = null;
      if (includeUsage) {
        write(List.of(), usage, null, Map.of(), out);
      }
    }
  }

  /** Writes the usage that was held back, or that was asked for and never shown. */
  void end(Map<String, String> usageFields, List<SseEvent> out) {
    TokenUsage usage = held;
    if (usage == null && (!usageShown || !usageFields.isEmpty())) {
      usage = last;
    }
    held = null;
    if (includeUsage && usage != null) {
      write(List.of(), usage, null, usageFields, out);
    }
  }

  private void write(
      List<CanonicalEvent> events,
      @Nullable TokenUsage usage,
      @Nullable CanonicalEvent error,
      Map<String, String> usageFields,
      List<SseEvent> to) {
    var out = new JsonText(320).object();
    out.fieldIfSet("id", id).fieldIfSet("created", created).fieldIfSet("model", model);
    if (includeUsage && usage == null) {
      out.rawFields(envelope);
    } else {
      out.rawFieldsBut(envelope, "usage");
    }
    out.array("choices");
    choices(events, out);
    out.endArray();
    if (includeUsage && usage != null) {
      usageShown = true;
      OpenAiUsage.write(out, usage, usageFields);
    }
    if (error != null) {
      out.rawFields(error.getExtras());
    }
    to.add(SseEvent.of(out.endObject().bytes()));
  }

  private void choices(List<CanonicalEvent> events, JsonText out) {
    int i = 0;
    while (i < events.size()) {
      if (!ofChoice(events.get(i))) {
        i++;
        continue;
      }
      int choice = events.get(i).getChoice();
      List<CanonicalEvent> mine = new ArrayList<>(2);
      while (i < events.size() && ofChoice(events.get(i)) && events.get(i).getChoice() == choice) {
        mine.add(events.get(i++));
      }
      choice(choice, mine, out);
    }
  }

  private static boolean ofChoice(CanonicalEvent event) {
    return switch (event.getKind()) {
      case START, CHUNK, USAGE, ERROR, STOP, EXTRAS, UNKNOWN -> false;
      case CHOICE,
          DELTA,
          PART_START,
          PART_STOP,
          TEXT_DELTA,
          REASONING_DELTA,
          SIGNATURE,
          REFUSAL_DELTA,
          TOOL_CALL_START,
          TOOL_ARGS_DELTA,
          FINISH ->
          true;
    };
  }

  private void choice(int index, List<CanonicalEvent> events, JsonText out) {
    out.object().field("index", index);
    String finish = null;
    boolean delta = false;
    for (CanonicalEvent event : events) {
      if (event.getKind() == EventKind.FINISH) {
        finish = event.getWireField();
      } else if (event.getKind() != EventKind.CHOICE) {
        delta = true;
      }
    }
    if (delta) {
      out.object("delta");
      delta(events, out);
      out.endObject();
    }
    Map<String, String> others = beside.getOrDefault(index, Map.of());
    if (finish == null) {
      out.rawFields(others);
    } else {
      out.rawFieldsBut(others, "finish_reason").field("finish_reason", finish);
    }
    out.endObject();
  }

  private static void delta(List<CanonicalEvent> events, JsonText out) {
    boolean tools = false;
    for (CanonicalEvent event : events) {
      switch (event.getKind()) {
        case DELTA -> common(event, out);
        case TEXT_DELTA -> common(event, out).fieldIfSet("content", event.getText());
        case REFUSAL_DELTA -> common(event, out).fieldIfSet("refusal", event.getText());
        case REASONING_DELTA -> {
          String field = event.getWireField();
          common(event, out)
              .fieldIfSet(field == null ? "reasoning_content" : field, event.getText());
        }
        case TOOL_CALL_START, TOOL_ARGS_DELTA -> {
          if (!tools) {
            out.array("tool_calls");
            tools = true;
          }
          toolCall(event, out);
        }
        default -> {}
      }
    }
    if (tools) {
      out.endArray();
    }
  }

  private static JsonText common(CanonicalEvent event, JsonText out) {
    if (event.getRole() != Role.UNKNOWN) {
      out.field("role", Roles.word(event.getRole()));
    }
    return out.rawFields(event.getExtras());
  }

  private static void toolCall(CanonicalEvent piece, JsonText out) {
    out.object().field("index", piece.getPart());
    out.fieldIfSet("id", piece.getId()).rawFields(piece.getExtras());
    if (piece.getName() != null || piece.getText() != null || !piece.getInnerExtras().isEmpty()) {
      out.object("function");
      out.fieldIfSet("name", piece.getName()).fieldIfSet("arguments", piece.getText());
      out.rawFields(piece.getInnerExtras()).endObject();
    }
    out.endObject();
  }
}
