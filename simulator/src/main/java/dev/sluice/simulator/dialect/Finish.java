package dev.sluice.simulator.dialect;

/** Why a choice ended. */
public enum Finish {
  STOP("stop", "end_turn", "STOP", "COMPLETE"),
  LENGTH("length", "max_tokens", "MAX_TOKENS", "MAX_TOKENS"),
  TOOL("tool_calls", "tool_use", "STOP", "TOOL_CALL");

  private final String openai;
  private final String anthropic;
  private final String gemini;
  private final String cohere;

  Finish(String openai, String anthropic, String gemini, String cohere) {
    this.openai = openai;
    this.anthropic = anthropic;
    this.gemini = gemini;
    this.cohere = cohere;
  }

  /** Cohere's {@code finish_reason}. */
  public String cohere() {
    return cohere;
  }

  /** Google's {@code finishReason}. */
  public String gemini() {
    return gemini;
  }

  /** OpenAI's {@code finish_reason}. */
  public String openai() {
    return openai;
  }

  /** Anthropic's {@code stop_reason}. */
  public String anthropic() {
    return anthropic;
  }
}
