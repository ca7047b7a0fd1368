package dev.sluice.dialects.api;

import java.util.List;
import java.util.Set;

/**
 * Tells parameters without which a request means something else from hints, without which it is
 * answered a little less as wished. Names are those of {@link WrittenRequest#dropped()}.
 */
public final class Meaning {
  private static final Set<String> CHANGING =
      Set.of(
          "n",
          "stop",
          "tools",
          "tool_choice",
          "response_format",
          "modalities",
          "logprobs",
          "image_url",
          "input_audio",
          "video",
          "file",
          "file_id",
          "suffix",
          "echo",
          "best_of");

  private Meaning() {}

  /** Those without which the request means something else, in the order in which they are given. */
  public static List<String> changedBy(List<String> dropped) {
    return dropped.stream().filter(CHANGING::contains).toList();
  }
}
