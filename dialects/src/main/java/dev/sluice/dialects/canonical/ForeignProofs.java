package dev.sluice.dialects.canonical;

import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Proofs that a provider put on texts and tool calls, for dialects where only reasoning has one: it
 * goes onto the reasoning before them, or onto one without words; a caller returns it in its place.
 */
public final class ForeignProofs {
  private ForeignProofs() {}

  /** The parts with their proofs in blocks of thinking. */
  public static List<ContentPart> lifted(List<ContentPart> parts) {
    List<ContentPart> lifted = new ArrayList<>(parts.size() + 1);
    for (ContentPart part : parts) {
      boolean signed =
          part.getKind() == ContentKind.TEXT || part.getKind() == ContentKind.TOOL_CALL;
      if (signed && part.getSignature() != null) {
        ContentPart thinking = Canonical.part(ContentKind.REASONING);
        if (!lifted.isEmpty() && unsigned(lifted.getLast())) {
          thinking.setText(lifted.removeLast().getText());
        }
        thinking.setSignature(part.getSignature());
        lifted.add(thinking);
      }
      lifted.add(part);
    }
    return lifted;
  }

  private static boolean unsigned(ContentPart part) {
    return part.getKind() == ContentKind.REASONING && part.getSignature() == null;
  }
}
