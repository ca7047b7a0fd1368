package dev.sluice.simulator.dialect;

/** Generated text, one token at a time. */
public sealed interface Text {

  /** The number of tokens. */
  int tokens();

  /** Adds one token, escaped for the inside of a JSON string. */
  void appendEscaped(int token, StringBuilder json);

  /** Adds all tokens, escaped for the inside of a JSON string. */
  default void appendEscaped(StringBuilder json) {
    for (int i = 0; i < tokens(); i++) {
      appendEscaped(i, json);
    }
  }

  /** The same text, ended early. */
  Text limit(int most);

  /** Text of seeded words. */
  record Generated(long seed, int tokens) implements Text {
    @Override
    public void appendEscaped(int token, StringBuilder json) {
      if (token > 0) {
        json.append(' ');
      }
      json.append(Words.word(seed, token));
    }

    @Override
    public Text limit(int most) {
      return most < tokens ? new Generated(seed, most) : this;
    }
  }

  /** Given text, cut at given places. */
  @SuppressWarnings("ArrayRecordComponent")
  record Cut(String text, int[] ends, int tokens) implements Text {
    @Override
    public void appendEscaped(int token, StringBuilder json) {
      JsonText.escape(text, token == 0 ? 0 : ends[token - 1], ends[token], json);
    }

    @Override
    public Text limit(int most) {
      return most < tokens ? new Cut(text, ends, most) : this;
    }
  }
}
