package dev.sluice.dialects;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A streamed reply made up at random, as canonical events: reasoning, text and tool calls in pieces
 * of any length, with or without the content blocks that some dialects have.
 */
public final class StreamStory {
  private static final String[] LETTERS = {
    "a", "B", " ", "\n", "\"", "\\", "é", "中", "😀", "{", "}", ":", "\t", "</", "data: ", "0"
  };

  private final Random random;
  private final boolean blocks;
  private final List<CanonicalEvent> events = new ArrayList<>();
  private int part;
  private int tool;

  private StreamStory(Random random, boolean blocks) {
    this.random = random;
    this.blocks = blocks;
  }

  /** The same events for the same seed. */
  public static List<CanonicalEvent> of(long seed) {
    Random random = new Random(seed);
    return new StreamStory(random, random.nextBoolean()).tell();
  }

  /** One in which the pieces of calls, text and reasoning alternate, as some providers do it. */
  static List<CanonicalEvent> mixed(long seed) {
    return new StreamStory(new Random(seed), false).tellMixed();
  }

  private List<CanonicalEvent> tell() {
    start();
    if (random.nextInt(3) > 0) {
      pieces(ContentKind.REASONING, EventKind.REASONING_DELTA);
    }
    if (random.nextInt(4) > 0) {
      pieces(ContentKind.TEXT, EventKind.TEXT_DELTA);
    }
    int calls = random.nextInt(3);
    for (int i = 0; i < calls; i++) {
      call();
    }
    end(calls);
    return events;
  }

  private List<CanonicalEvent> tellMixed() {
    start();
    int calls = 1 + random.nextInt(3);
    List<List<CanonicalEvent>> stories = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      stories.add(told(this::call));
    }
    stories.add(told(() -> pieces(ContentKind.TEXT, EventKind.TEXT_DELTA)));
    stories.add(told(() -> pieces(ContentKind.REASONING, EventKind.REASONING_DELTA)));
    int begun = 0;
    while (!stories.isEmpty()) {
      List<CanonicalEvent> story = stories.get(random.nextInt(stories.size()));
      CanonicalEvent next = story.getFirst();
      if (next.getKind() == EventKind.TOOL_CALL_START) { // they are numbered as they begin
        int number = begun++;
        story.forEach(event -> event.setTool(number));
      }
      events.add(story.removeFirst());
      stories.removeIf(List::isEmpty);
    }
    end(calls);
    return events;
  }

  /** What this tells, apart from the rest. */
  private List<CanonicalEvent> told(Runnable story) {
    int from = events.size();
    story.run();
    List<CanonicalEvent> tail = events.subList(from, events.size());
    List<CanonicalEvent> told = new ArrayList<>(tail);
    tail.clear();
    return told;
  }

  private void start() {
    CanonicalEvent start = event(EventKind.START);
    start.setId("reply-" + random.nextInt(1_000));
    start.setName("model-1");
    start.setCreated(1_700_000_000L);
    start.setRole(Role.ASSISTANT);
  }

  private void end(int calls) {
    CanonicalEvent finish = event(EventKind.FINISH);
    finish.setFinishReason(
        calls > 0
            ? FinishReason.TOOL_CALLS
            : random.nextBoolean() ? FinishReason.STOP : FinishReason.LENGTH);
    CanonicalEvent usage = event(EventKind.USAGE);
    TokenUsage tokens = Canonical.usage(UsageSource.PROVIDER);
    tokens.setInput(1L + random.nextInt(10_000));
    tokens.setOutput(1L + random.nextInt(10_000));
    usage.setUsage(tokens);
    event(EventKind.STOP);
  }

  private void pieces(ContentKind kind, EventKind delta) {
    open(kind);
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      event(delta).setText(text());
    }
    if (kind == ContentKind.REASONING && blocks) {
      event(EventKind.SIGNATURE).setText("proof-" + random.nextInt(1_000));
    }
    close();
  }

  private void call() {
    open(ContentKind.TOOL_CALL);
    CanonicalEvent start = event(EventKind.TOOL_CALL_START);
    start.setId("call-" + random.nextInt(1_000_000));
    start.setName("tool_" + random.nextInt(3));
    start.setTool(tool);
    String arguments = "{\"city\":\"P" + random.nextInt(100) + "\",\"deep\":[1,{\"x\":null}]}";
    int from = 0;
    while (from < arguments.length()) {
      int to = Math.min(arguments.length(), from + 1 + random.nextInt(20));
      CanonicalEvent piece = event(EventKind.TOOL_ARGS_DELTA);
      piece.setText(arguments.substring(from, to));
      piece.setTool(tool);
      from = to;
    }
    close();
    tool++;
  }

  private void open(ContentKind kind) {
    if (blocks) {
      event(EventKind.PART_START).setPartKind(kind);
    }
  }

  private void close() {
    if (blocks) {
      event(EventKind.PART_STOP);
    }
    part++;
  }

  private CanonicalEvent event(EventKind kind) {
    CanonicalEvent event = Canonical.event(kind);
    event.setPart(part);
    events.add(event);
    return event;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(8);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }
}
