package dev.sluice.simulator.dialect;

/** Escaping for the inside of JSON strings. */
public final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** Adds a string in quotes. */
  public static void quote(String text, StringBuilder json) {
    json.append('"');
    escape(text, 0, text.length(), json);
    json.append('"');
  }

  /** Adds a part of a string without quotes. */
  public static void escape(String text, int from, int to, StringBuilder json) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c == '\n') {
        json.append("\\n");
      } else if (c < 0x20) {
        json.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        json.append(c);
      }
    }
  }
}
