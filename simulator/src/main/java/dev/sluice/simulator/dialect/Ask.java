package dev.sluice.simulator.dialect;

import java.util.List;

/**
 * What a call wants back.
 *
 * @param usageInStream OpenAI's {@code stream_options.include_usage}
 * @param maxOutput the asked output limit, 0 where none was given
 * @param tools the names of the offered tools
 * @param forcedTool the tool that must be called, empty where the model may choose
 * @param sample JSON text that fits what the answer must look like, empty where it may be words
 */
public record Ask(
    boolean stream,
    boolean usageInStream,
    int choices,
    int maxOutput,
    List<String> tools,
    String forcedTool,
    String sample) {

  public Ask {
    tools = List.copyOf(tools);
  }

  /** A call for words. */
  public Ask(
      boolean stream,
      boolean usageInStream,
      int choices,
      int maxOutput,
      List<String> tools,
      String forcedTool) {
    this(stream, usageInStream, choices, maxOutput, tools, forcedTool, "");
  }
}
