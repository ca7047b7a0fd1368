package dev.sluice.provider.calls;

import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentPart;
import org.jspecify.annotations.Nullable;

/**
 * The output that came from a provider, kept to be counted where the provider does not count it.
 * Bounded: of what is beyond the bound only the length is known. Confined to one thread at a time.
 */
final class ReceivedText {
  static final int KEPT_CHARS = 512 << 10;

  private final StringBuilder kept = new StringBuilder();
  private long dropped;
  private String largest = "";

  /** Takes the output of one event. */
  void add(CanonicalEvent event) {
    add(event.getName() == null || !Contents.startsToolCall(event) ? "" : event.getName());
    if (Contents.hasOutputText(event)) {
      String text = event.getText();
      add(text == null ? "" : text);
    }
  }

  /** Takes a whole reply. */
  void add(CanonicalReply reply) {
    for (Choice choice : reply.getChoices()) {
      for (ContentPart part : choice.getParts()) {
        addAll(part.getText(), part.getToolName(), part.getArguments());
      }
    }
  }

  /** Takes one piece as it came. */
  void add(String text) {
    if (text.length() > largest.length()) {
      largest = text.length() > KEPT_CHARS ? text.substring(0, KEPT_CHARS) : text;
    }
    int room = KEPT_CHARS - kept.length();
    if (text.length() <= room) {
      kept.append(text);
    } else {
      kept.append(text, 0, room);
      dropped += text.length() - room;
    }
  }

  private void addAll(@Nullable String... texts) {
    for (String text : texts) {
      if (text != null) {
        add(text);
      }
    }
  }

  /** What has been kept. */
  String text() {
    return kept.toString();
  }

  /** Characters that came and were not kept. */
  long droppedChars() {
    return dropped;
  }

  /** The largest piece that came. */
  String largestPiece() {
    return largest;
  }
}
