package dev.sluice.simulator.dialect;

import java.util.List;

/**
 * What a call wants back.
 *
 * @param usageInStream OpenAI's {@code stream_options.include_usage}
 * @param maxOutput the asked output limit, 0 where none was given
 * @param tools the names of the offered tools
 * @param forcedTool the tool that must be called, empty where the model may choose
 */
public record Ask(
    boolean stream,
    boolean usageInStream,
    int choices,
    int maxOutput,
    List<String> tools,
    String forcedTool) {

  public Ask {
    tools = List.copyOf(tools);
  }
}
