package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;

/** Field names of the API, which may be written in two ways. */
final class Names {
  private Names() {}

  /** The name of the field under the cursor in lowerCamelCase. */
  static String field(JsonCursor in) throws IOException {
    return camel(in.field());
  }

  static String camel(String name) {
    if (name.indexOf('_') <= 0) {
      return name;
    }
    var camel = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean mark = c == '_' && i > 0 && i + 1 < name.length();
      if (mark) {
        i++;
        camel.append(Character.toUpperCase(name.charAt(i)));
      } else {
        camel.append(c);
      }
    }
    return camel.toString();
  }
}
