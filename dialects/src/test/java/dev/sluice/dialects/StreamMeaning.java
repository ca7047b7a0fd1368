package dev.sluice.dialects;

import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What canonical events mean: what a caller who puts all deltas together has in the end.
 *
 * @param calls name and arguments of each tool call, in order
 * @param usage input and output tokens
 * @param errors kinds of the errors that were told
 */
record StreamMeaning(
    String reasoning,
    String text,
    List<String> calls,
    List<FinishReason> finish,
    List<Long> usage,
    List<String> errors) {

  static StreamMeaning of(List<CanonicalEvent> events) {
    StringBuilder reasoning = new StringBuilder();
    StringBuilder text = new StringBuilder();
    Map<Integer, StringBuilder> calls = new TreeMap<>();
    List<FinishReason> finish = new ArrayList<>();
    List<Long> usage = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (CanonicalEvent event : events) {
      switch (event.getKind()) {
        case REASONING_DELTA -> reasoning.append(event.getText());
        case TEXT_DELTA -> text.append(event.getText());
        case TOOL_CALL_START ->
            calls
                .computeIfAbsent(event.getTool(), any -> new StringBuilder())
                .append(event.getId())
                .append(' ')
                .append(event.getName())
                .append(' ');
        case TOOL_ARGS_DELTA ->
            calls
                .computeIfAbsent(event.getTool(), any -> new StringBuilder())
                .append(event.getText());
        case FINISH -> finish.add(event.getFinishReason());
        case USAGE -> {
          usage.clear();
          usage.add(event.getUsage().getInput());
          usage.add(event.getUsage().getOutput());
        }
        case ERROR -> errors.add(event.getError().getKind());
        default -> {}
      }
    }
    return new StreamMeaning(
        reasoning.toString(),
        text.toString(),
        calls.values().stream().map(StringBuilder::toString).toList(),
        finish,
        usage,
        errors);
  }
}
