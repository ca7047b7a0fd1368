package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.error.ErrorInfo;
import java.util.List;

/** What callers of one dialect must be told. Each method gives the rules that are broken. */
interface CallerRules {
  /** Name of the dialect. */
  String dialect();

  /** Of a whole answer. */
  List<String> whole(Told told, JsonNode answer);

  /**
   * Of a streamed answer; one that failed ends with the error and without an end mark, as the
   * ingress sends it.
   */
  List<String> stream(Told told, List<SseEvent> events);

  /** Of an error before any content. */
  List<String> error(ErrorInfo error, ErrorReply reply);
}
