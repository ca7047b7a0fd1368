package dev.sluice.simulator.dialect;

/** Why a choice ended. */
public enum Finish {
  STOP("stop", "end_turn"),
  LENGTH("length", "max_tokens"),
  TOOL("tool_calls", "tool_use");

  private final String openai;
  private final String anthropic;

  Finish(String openai, String anthropic) {
    this.openai = openai;
    this.anthropic = anthropic;
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
