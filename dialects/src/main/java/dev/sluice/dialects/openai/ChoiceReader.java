package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the choices of chunks and remembers what is known of each choice so far. */
final class ChoiceReader {
  private static final int MOST_CHOICES = 256;

  private final Map<Integer, State> states = new HashMap<>();
  private int unfinished;

  /** Whether there were choices and each has ended. */
  boolean allFinished() {
    return !states.isEmpty() && unfinished == 0;
  }

  void read(JsonCursor in, List<CanonicalEvent> events) throws IOException {
    if (!in.isArray()) {
      in.skip();
      return;
    }
    while (in.nextElement()) {
      if (in.isObject()) {
        choice(in, events);
      } else {
        in.skip();
      }
    }
  }

  private void choice(JsonCursor in, List<CanonicalEvent> events) throws IOException {
    int index = 0;
    String finish = null;
    Delta delta = null;
    Map<String, String> beside = new LinkedHashMap<>();
    while (in.nextField()) {
      switch (in.field()) {
        case "index" -> {
          Long given = in.longOrSkip();
          index = given == null || given < 0 || given >= MOST_CHOICES ? 0 : given.intValue();
        }
        case "delta" -> {
          if (in.isObject()) {
            delta = new Delta();
            delta.read(in);
          } else {
            beside.put("delta", in.raw());
          }
        }
        case "finish_reason" -> {
          if (in.isString() && !in.string().isEmpty()) {
            finish = in.string();
          } else {
            beside.put("finish_reason", in.raw());
          }
        }
        default -> beside.put(in.field(), in.raw());
      }
    }
    State state = stateOf(index);
    int first = events.size();
    beside(state, beside, delta == null, finish != null, events);
    if (delta != null) {
      delta.tell(state, events);
    }
    if (finish != null) {
      finish(state, finish, events);
    }
    for (int i = first; i < events.size(); i++) {
      events.get(i).setChoice(index);
    }
  }

  private State stateOf(int index) {
    State state = states.get(index);
    if (state == null) {
      state = new State();
      states.put(index, state);
      unfinished++;
    }
    return state;
  }

  private static void beside(
      State state,
      Map<String, String> beside,
      boolean noDelta,
      boolean finishing,
      List<CanonicalEvent> events) {
    if (finishing && "null".equals(state.beside.get("finish_reason"))) {
      beside.put("finish_reason", "null");
    }
    if (noDelta || !beside.equals(state.beside)) {
      state.beside = beside;
      CanonicalEvent event = Canonical.event(EventKind.CHOICE);
      event.setExtras(beside);
      events.add(event);
    }
  }

  private void finish(State state, String word, List<CanonicalEvent> events) {
    if (!state.finished) {
      state.finished = true;
      unfinished--;
    }
    FinishReason reason = FinishReasons.of(word);
    CanonicalEvent event = Canonical.event(EventKind.FINISH);
    event.setFinishReason(
        reason == FinishReason.STOP && !state.tools.isEmpty() ? FinishReason.TOOL_CALLS : reason);
    event.setWireField(word);
    events.add(event);
  }

  /** What is known of one choice. */
  private static final class State {
    Map<String, String> beside = Map.of();
    boolean finished;

    /** Ids of the calls so far, by number; the number is their place. */
    final List<String> tools = new ArrayList<>(0);

    /** Number of the call that an index on the wire stands for now. */
    final Map<Integer, Integer> toolOfIndex = new HashMap<>(0);

    void place(CanonicalEvent piece) {
      int index = piece.getPart();
      Integer known = toolOfIndex.get(index);
      String id = piece.getId();
      boolean repeats = known != null && (id == null || tools.get(known).equals(id));
      if (known != null && repeats) {
        piece.setTool(known);
        if (piece.getKind() == EventKind.TOOL_CALL_START) {
          piece.setKind(EventKind.TOOL_ARGS_DELTA);
        }
        return;
      }
      piece.setKind(EventKind.TOOL_CALL_START);
      piece.setTool(tools.size());
      toolOfIndex.put(index, tools.size());
      tools.add(id == null ? "" : id);
    }
  }

  /** One delta. */
  private static final class Delta {
    private final List<CanonicalEvent> texts = new ArrayList<>(1);
    private final List<CanonicalEvent> tools = new ArrayList<>(0);
    private final Bag extras = new Bag();
    private Role role = Role.UNKNOWN;

    void read(JsonCursor in) throws IOException {
      while (in.nextField()) {
        String field = in.field();
        switch (field) {
          case "role" -> {
            role = in.isString() ? Roles.of(in.string()) : Role.UNKNOWN;
            if (role == Role.UNKNOWN) {
              extras.keep(in);
            }
          }
          case "content" -> {
            if (in.isArray()) {
              chunks(in.raw());
            } else {
              text(in, field, EventKind.TEXT_DELTA);
            }
          }
          case "refusal" -> text(in, field, EventKind.REFUSAL_DELTA);
          case "reasoning_content", "reasoning" -> text(in, field, EventKind.REASONING_DELTA);
          case "tool_calls" -> toolCalls(in);
          default -> extras.keep(in);
        }
      }
    }

    private void text(JsonCursor in, String field, EventKind kind) throws IOException {
      if (!in.isString()) {
        extras.keep(in);
        return;
      }
      add(kind, kind == EventKind.REASONING_DELTA ? field : null, in.string());
    }

    private void chunks(String raw) throws IOException {
      ContentChunks chunks = ContentChunks.of(raw);
      if (chunks == null) {
        extras.put("content", raw);
        return;
      }
      add(EventKind.REASONING_DELTA, "reasoning_content", chunks.thinking());
      add(EventKind.TEXT_DELTA, null, chunks.text());
      String references = chunks.references();
      if (references != null) {
        extras.put(ContentChunks.REFERENCES, references);
      }
    }

    private void add(EventKind kind, @Nullable String field, @Nullable String text) {
      if (text != null) {
        CanonicalEvent event = Canonical.event(kind);
        event.setText(text);
        event.setWireField(field);
        texts.add(event);
      }
    }

    private void toolCalls(JsonCursor in) throws IOException {
      if (!in.isArray()) {
        extras.keep(in);
        return;
      }
      int count = 0;
      while (in.nextElement()) {
        if (in.isObject()) {
          tools.add(toolCall(in, count));
        } else {
          in.skip();
        }
        count++;
      }
      if (count == 0) {
        extras.put("tool_calls", "[]");
      }
    }

    private static CanonicalEvent toolCall(JsonCursor in, int place) throws IOException {
      CanonicalEvent piece = Canonical.event(EventKind.TOOL_ARGS_DELTA);
      piece.setPart(place);
      var others = new Bag();
      while (in.nextField()) {
        switch (in.field()) {
          case "index" -> {
            Long index = in.longOrSkip();
            piece.setPart(index == null || index < 0 || index > 4096 ? place : index.intValue());
          }
          case "id" -> piece.setId(word(in, others));
          case "function" -> {
            if (in.isObject()) {
              function(in, piece);
            } else {
              others.keep(in);
            }
          }
          default -> others.keep(in);
        }
      }
      piece.setExtras(others.fields());
      if (piece.getId() != null || piece.getName() != null) {
        piece.setKind(EventKind.TOOL_CALL_START);
      }
      return piece;
    }

    private static void function(JsonCursor in, CanonicalEvent piece) throws IOException {
      var others = new Bag();
      while (in.nextField()) {
        switch (in.field()) {
          case "name" -> piece.setName(word(in, others));
          case "arguments" -> {
            if (in.isString()) {
              piece.setText(in.string());
            } else if (in.isObject()) {
              piece.setText(in.raw());
            } else {
              others.keep(in);
            }
          }
          default -> others.keep(in);
        }
      }
      piece.setInnerExtras(others.fields());
    }

    /** Some vendors repeat ids and names as empty strings; those count as absent. */
    private static @Nullable String word(JsonCursor in, Bag others) throws IOException {
      if (in.isString() && !in.string().isEmpty()) {
        return in.string();
      }
      others.keep(in);
      return null;
    }

    void tell(State state, List<CanonicalEvent> events) {
      if (texts.isEmpty()
          && (role != Role.UNKNOWN || !extras.fields().isEmpty() || tools.isEmpty())) {
        texts.add(Canonical.event(EventKind.DELTA));
      }
      if (!texts.isEmpty()) {
        texts.getFirst().setRole(role);
        texts.getFirst().setExtras(extras.fields());
      }
      events.addAll(texts);
      for (CanonicalEvent piece : tools) {
        state.place(piece);
        events.add(piece);
      }
    }
  }
}
