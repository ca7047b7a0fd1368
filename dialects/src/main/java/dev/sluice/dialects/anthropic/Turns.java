package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of another dialect as turns that alternate and begin with the user's. System
 * messages are hoisted, neighbours of one side become one turn, tool results come first in theirs,
 * empty texts are left out.
 */
final class Turns {
  /** Stands where a turn is needed and there is nothing to say: empty texts are refused. */
  private static final String NOTHING = ".";

  private final List<ContentPart> system = new ArrayList<>(1);
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> toolNames = new LinkedHashSet<>(0);
  private final Set<String> dropped;

  private record Turn(boolean user, List<ContentPart> blocks) {}

  private Turns(Set<String> dropped) {
    this.dropped = dropped;
  }

  static Turns of(CanonicalRequest request, Set<String> dropped) {
    var turns = new Turns(dropped);
    for (ContentPart part : request.getSystem()) {
      turns.addSystem(part);
    }
    for (Message message : request.getMessages()) {
      turns.add(message);
    }
    turns.settle();
    return turns;
  }

  /** Names of the tools that were called so far. */
  Set<String> toolNames() {
    return toolNames;
  }

  private void add(Message message) {
    if (message.getName() != null && message.getRole() != Role.TOOL) {
      dropped.add("name");
    }
    switch (message.getRole()) {
      case SYSTEM, DEVELOPER -> message.getParts().forEach(this::addSystem);
      case ASSISTANT -> message.getParts().forEach(part -> addBlock(false, part));
      case USER, TOOL, FUNCTION, UNKNOWN ->
          message.getParts().forEach(part -> addBlock(true, part));
    }
  }

  private void addSystem(ContentPart part) {
    String text = part.getText();
    if (text != null && !text.isBlank()) {
      system.add(part);
    }
  }

  private void addBlock(boolean user, ContentPart part) {
    if (!sendable(part)) {
      return;
    }
    if (part.getKind() == ContentKind.TOOL_CALL && part.getToolName() != null) {
      toolNames.add(part.getToolName());
    }
    if (turns.isEmpty() || turns.getLast().user() != user) {
      turns.add(new Turn(user, new ArrayList<>(2)));
    }
    turns.getLast().blocks().add(part);
  }

  private boolean sendable(ContentPart part) {
    return switch (part.getKind()) {
      case TEXT, REFUSAL -> part.getText() != null && !part.getText().isBlank();
      case IMAGE, FILE, TOOL_CALL, TOOL_RESULT -> true;
      case REDACTED_REASONING -> Signatures.isAnthropic(part.getRedactedData());
      case REASONING -> Signatures.isAnthropic(part.getSignature());
      case PROVIDER ->
          keep(
              part.getDialect().equals(AnthropicDialect.NAME),
              part.getWireField() == null ? "content" : part.getWireField());
      case AUDIO -> keep(false, "input_audio");
      case VIDEO -> keep(false, "video");
      case UNKNOWN -> false;
    };
  }

  private boolean keep(boolean known, String name) {
    if (!known) {
      dropped.add(name);
    }
    return known;
  }

  private void settle() {
    if (turns.isEmpty() || !turns.getFirst().user()) {
      turns.addFirst(new Turn(true, List.of(Canonical.text(NOTHING))));
    }
    for (Turn turn : turns) {
      if (turn.user()) {
        resultsFirst(turn.blocks());
      }
    }
    Turn last = turns.getLast();
    if (!last.user()) {
      stripEnd(last.blocks());
    }
  }

  private static void resultsFirst(List<ContentPart> blocks) {
    boolean otherSeen = false;
    boolean mixed = false;
    for (ContentPart block : blocks) {
      boolean result = block.getKind() == ContentKind.TOOL_RESULT;
      mixed |= result && otherSeen;
      otherSeen |= !result;
    }
    if (mixed) {
      List<ContentPart> others = new ArrayList<>(blocks);
      others.removeIf(block -> block.getKind() == ContentKind.TOOL_RESULT);
      blocks.removeIf(block -> block.getKind() != ContentKind.TOOL_RESULT);
      blocks.addAll(others);
    }
  }

  /** A last turn that the model is to go on with may not end in white space. */
  private static void stripEnd(List<ContentPart> blocks) {
    ContentPart last = blocks.getLast();
    String text = last.getText();
    if (last.getKind() == ContentKind.TEXT && text != null && !text.equals(text.stripTrailing())) {
      ContentPart stripped = Canonical.text(text.stripTrailing());
      stripped.setCacheControl(last.getCacheControl());
      blocks.set(blocks.size() - 1, stripped);
    }
  }

  /** One string, or blocks where a cache breakpoint needs them. */
  void writeSystem(JsonText out, BlockWriter blocks, @Nullable String addition) {
    List<ContentPart> all = new ArrayList<>(system);
    if (addition != null) {
      all.add(Canonical.text(addition));
    }
    if (all.isEmpty()) {
      return;
    }
    if (all.stream().anyMatch(part -> part.getCacheControl() != null)) {
      blocks.content("system", all, ContentForm.PARTS);
      return;
    }
    var joined = new StringBuilder();
    for (ContentPart part : all) {
      joined.append(joined.isEmpty() ? "" : "\n\n").append(part.getText());
    }
    out.field("system", joined.toString());
  }

  void write(JsonText out, BlockWriter blocks) {
    out.array("messages");
    for (Turn turn : turns) {
      out.object().field("role", turn.user() ? "user" : "assistant");
      blocks.content("content", turn.blocks(), ContentForm.PARTS);
      out.endObject();
    }
    out.endArray();
  }
}
