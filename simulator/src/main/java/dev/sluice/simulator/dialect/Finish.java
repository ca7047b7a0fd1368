package dev.sluice.simulator.dialect;

/** Why a choice ended. */
public enum Finish {
  STOP("stop", "end_turn", "STOP"),
  LENGTH("length", "max_tokens", "MAX_TOKENS"),
  TOOL("tool_calls", "tool_use", "STOP");

  private final String openai;
  private final String anthropic;
  private final String gemini;

  Finish(String openai, String anthropic, String gemini) {
    this.openai = openai;
    this.anthropic = anthropic;
    this.gemini = gemini;
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
