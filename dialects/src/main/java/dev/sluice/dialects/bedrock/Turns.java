package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The messages as turns that alternate and begin with the user's. System messages are hoisted,
 * neighbours of one side become one turn, tool results come first in theirs, blank texts are left
 * out, and so is reasoning without a proof that the model would take.
 */
final class Turns {
  private final List<ContentPart> system = new ArrayList<>(1);
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> toolNames = new LinkedHashSet<>(0);
  private final ModelFamily family;
  private final Set<String> dropped;
  private boolean toolsUsed;

  private record Turn(boolean user, List<ContentPart> blocks) {}

  private Turns(ModelFamily family, Set<String> dropped) {
    this.family = family;
    this.dropped = dropped;
  }

  static Turns of(CanonicalRequest request, ModelFamily family, Set<String> dropped) {
    var turns = new Turns(family, dropped);
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

  /** Whether there are tool calls or results, which need tools in the request. */
  boolean toolsUsed() {
    return toolsUsed;
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
    if (part.getText() != null && !part.getText().isBlank()) {
      system.add(part);
    }
  }

  private void addBlock(boolean user, ContentPart part) {
    if (!sendable(part)) {
      moveCachePoint(user, part);
      return;
    }
    ContentKind kind = part.getKind();
    toolsUsed |= kind == ContentKind.TOOL_CALL || kind == ContentKind.TOOL_RESULT;
    if (kind == ContentKind.TOOL_CALL && part.getToolName() != null) {
      toolNames.add(part.getToolName());
    }
    if (turns.isEmpty() || turns.getLast().user() != user) {
      turns.add(new Turn(user, new ArrayList<>(2)));
    }
    turns.getLast().blocks().add(part);
  }

  /** What is left out may have been the end of what is to be cached. */
  private void moveCachePoint(boolean user, ContentPart part) {
    if (part.getCacheControl() != null && !turns.isEmpty() && turns.getLast().user() == user) {
      List<ContentPart> blocks = turns.getLast().blocks();
      if (blocks.getLast().getCacheControl() == null) {
        ContentPart end = ContentPart.newBuilder(blocks.removeLast()).build();
        end.setCacheControl(part.getCacheControl());
        blocks.add(end);
      }
    }
  }

  private boolean sendable(ContentPart part) {
    return switch (part.getKind()) {
      case TEXT, REFUSAL -> part.getText() != null && !part.getText().isBlank();
      case IMAGE -> keep(BlockWriter.imageFormat(part) != null, "image_url");
      case FILE -> keep(part.getDataBase64() != null || part.getText() != null, "file");
      case TOOL_CALL, TOOL_RESULT -> true;
      case REASONING -> Proofs.wireSignature(part.getSignature(), family) != null;
      case REDACTED_REASONING -> Proofs.wireHidden(part.getRedactedData(), family) != null;
      case PROVIDER -> keep(false, part.getWireField() == null ? "content" : part.getWireField());
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
      turns.addFirst(new Turn(true, List.of(Canonical.text(BlockWriter.NOTHING))));
    }
    turns.stream().filter(Turn::user).forEach(turn -> resultsFirst(turn.blocks()));
    Turn last = turns.getLast();
    if (!last.user()) {
      stripEnd(last.blocks());
    }
  }

  private static void resultsFirst(List<ContentPart> blocks) {
    List<ContentPart> others = new ArrayList<>(blocks);
    others.removeIf(block -> block.getKind() == ContentKind.TOOL_RESULT);
    if (!others.isEmpty() && others.size() < blocks.size()) {
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

  void writeSystem(JsonText out, BlockWriter blocks, boolean jsonWanted) {
    if (system.isEmpty() && !jsonWanted) {
      return;
    }
    out.array("system");
    for (ContentPart part : system) {
      out.object().fieldIfSet("text", part.getText()).endObject();
      blocks.cachePoint(part.getCacheControl());
    }
    if (jsonWanted) {
      out.object();
      out.field("text", "Answer with one valid JSON object and nothing else.").endObject();
    }
    out.endArray();
  }

  void write(JsonText out, BlockWriter blocks) {
    out.array("messages");
    for (Turn turn : turns) {
      out.object().field("role", turn.user() ? "user" : "assistant");
      blocks.content(turn.blocks());
      out.endObject();
    }
    out.endArray();
  }
}
