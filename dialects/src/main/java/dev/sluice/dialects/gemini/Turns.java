package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of another dialect as turns that alternate and begin with the user's. System
 * messages are hoisted, neighbours of one side become one turn, tool results come first in theirs,
 * empty texts are left out. Proofs that came as reasoning go onto the part after it.
 */
final class Turns {
  /** Stands where a turn is needed and there is nothing to say. */
  private static final String NOTHING = ".";

  /** Google's own stand-in for the proof of a call that another model made. */
  private static final String UNPROVEN = "skip_thought_signature_validator";

  private final List<ContentPart> system = new ArrayList<>(1);
  private final List<Turn> turns = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> dropped;

  private record Turn(boolean user, List<ContentPart> parts) {}

  private Turns(Set<String> dropped) {
    this.dropped = dropped;
  }

  static Turns of(CanonicalRequest request, Set<String> dropped) {
    var turns = new Turns(dropped);
    request.getSystem().forEach(turns::addSystem);
    request.getMessages().forEach(turns::add);
    turns.settle();
    return turns;
  }

  private void add(Message message) {
    if (message.getName() != null && message.getRole() != Role.TOOL) {
      dropped.add("name");
    }
    switch (message.getRole()) {
      case SYSTEM, DEVELOPER -> message.getParts().forEach(this::addSystem);
      case ASSISTANT -> message.getParts().forEach(part -> addPart(false, part));
      case USER, TOOL, FUNCTION, UNKNOWN -> message.getParts().forEach(part -> addPart(true, part));
    }
  }

  private void addSystem(ContentPart part) {
    noteCache(part);
    String text = part.getText();
    if (text != null && !text.isBlank()) {
      system.add(part);
    }
  }

  private void noteCache(ContentPart part) {
    if (part.getCacheControl() != null && !part.getCacheControl().equals("null")) {
      dropped.add("cache_control");
    }
  }

  private void addPart(boolean user, ContentPart part) {
    noteCache(part);
    if (!sendable(part)) {
      return;
    }
    String id = part.getToolCallId();
    String name = part.getToolName();
    if (part.getKind() == ContentKind.TOOL_CALL && id != null && name != null) {
      names.put(id, name);
    }
    if (turns.isEmpty() || turns.getLast().user() != user) {
      turns.add(new Turn(user, new ArrayList<>(2)));
    }
    turns.getLast().parts().add(part);
  }

  private boolean sendable(ContentPart part) {
    return switch (part.getKind()) {
      case TEXT, REFUSAL ->
          part.getSignature() != null || (part.getText() != null && !part.getText().isEmpty());
      case IMAGE -> {
        String detail = part.getDetail();
        if (detail != null && !detail.equals("auto")) {
          dropped.add("detail");
        }
        yield reachable(part);
      }
      case AUDIO, VIDEO, FILE -> reachable(part);
      case TOOL_CALL, TOOL_RESULT -> true;
      case REASONING -> {
        boolean proof = Signatures.forGemini(part.getSignature()) != null;
        if (!proof && part.getText() != null) {
          dropped.add(field(part, "thinking"));
        }
        yield proof;
      }
      case REDACTED_REASONING -> {
        dropped.add(field(part, "redacted_thinking"));
        yield false;
      }
      case PROVIDER -> {
        boolean known = part.getDialect().equals(GeminiDialect.NAME);
        if (!known) {
          dropped.add(field(part, "content"));
        }
        yield known;
      }
      case UNKNOWN -> false;
    };
  }

  private static String field(ContentPart part, String usual) {
    return part.getWireField() == null ? usual : part.getWireField();
  }

  /** Files that another provider keeps cannot be reached from here. */
  private boolean reachable(ContentPart part) {
    boolean there = part.getDataBase64() != null || part.getUrl() != null || part.getText() != null;
    String id = part.getFileId();
    if (!there && (id == null || !(id.startsWith("files/") || id.startsWith("https://")))) {
      dropped.add("file_id");
      return false;
    }
    return true;
  }

  private void settle() {
    if (turns.isEmpty() || !turns.getFirst().user()) {
      turns.addFirst(new Turn(true, List.of(Canonical.text(NOTHING))));
    }
    for (Turn turn : turns) {
      if (turn.user()) {
        resultsFirst(turn.parts());
      }
    }
  }

  /** Results first, then what they showed beside text, then the rest. */
  private void resultsFirst(List<ContentPart> parts) {
    if (parts.stream().noneMatch(part -> part.getKind() == ContentKind.TOOL_RESULT)) {
      return;
    }
    List<ContentPart> results = new ArrayList<>(parts.size());
    List<ContentPart> others = new ArrayList<>();
    for (ContentPart part : parts) {
      if (part.getKind() == ContentKind.TOOL_RESULT) {
        results.add(part);
        part.getParts().stream()
            .filter(one -> one.getKind() != ContentKind.TEXT && sendable(one))
            .forEach(others::add);
      }
    }
    parts.removeIf(part -> part.getKind() == ContentKind.TOOL_RESULT);
    others.addAll(parts);
    parts.clear();
    parts.addAll(results);
    parts.addAll(others);
  }

  void writeSystem(JsonText out) {
    if (system.isEmpty()) {
      return;
    }
    out.object("systemInstruction").array("parts");
    for (ContentPart part : system) {
      out.object().fieldIfSet("text", part.getText()).endObject();
    }
    out.endArray().endObject();
  }

  /**
   * Writes the contents.
   *
   * @param wantsProof whether the model refuses calls without a proof
   */
  void write(JsonText out, boolean wantsProof) {
    var writer = new PartWriter(out, false, false, names);
    out.array("contents");
    for (Turn turn : turns) {
      out.object().field("role", turn.user() ? "user" : "model").array("parts");
      parts(turn, writer, wantsProof);
      out.endArray().endObject();
    }
    out.endArray();
  }

  private static void parts(Turn turn, PartWriter writer, boolean wantsProof) {
    String carried = null;
    boolean called = false;
    for (ContentPart part : turn.parts()) {
      String own = Signatures.forGemini(part.getSignature());
      if (part.getKind() == ContentKind.REASONING) {
        carried = own;
        continue;
      }
      boolean call = part.getKind() == ContentKind.TOOL_CALL;
      String proof = own == null && takesProof(part) ? carried : own;
      carried = takesProof(part) ? null : carried;
      if (proof == null && call && !called && wantsProof) {
        proof = UNPROVEN;
      }
      called |= call;
      writer.write(part, proof);
    }
    if (carried != null) {
      writer.proof(carried);
    }
  }

  private static boolean takesProof(ContentPart part) {
    return part.getKind() == ContentKind.TOOL_CALL || part.getKind() == ContentKind.TEXT;
  }
}
