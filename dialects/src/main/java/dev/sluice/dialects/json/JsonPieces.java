package dev.sluice.dialects.json;

/** JSON text that comes in pieces: tells when its object or array has ended. */
public final class JsonPieces {
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean begun;

  /** The next piece. */
  public void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (escaped) {
        escaped = false;
      } else if (inString) {
        escaped = c == '\\';
        inString = c != '"';
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
        begun = true;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
  }

  /** Whether an object or array has begun and ended; of another value, nobody can tell. */
  public boolean ended() {
    return begun && depth <= 0;
  }
}
