package dev.sluice.dialects.api;

import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorInfo;
import java.util.List;
import java.util.Map;

/** Writes one streamed reply. For one stream and one thread. */
public interface StreamWriter {
  /** The caller's events for what was read from the provider. */
  List<SseEvent> write(ReplyEvents events);

  /**
   * The events that end the stream.
   *
   * @param usageFields fields that the final usage object carries in addition, as JSON text by name
   */
  List<SseEvent> end(Map<String, String> usageFields);

  /**
   * The events that end the stream with an error, where {@link #write} has not already told one.
   */
  List<SseEvent> fail(ErrorInfo error);
}
