package dev.sluice.simulator.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokenizer;

/** One API that gives vectors or an order back. Implementations are stateless. */
public interface VectorApi {
  /** Its name on the bill. */
  String api();

  /**
   * What a call asks for.
   *
   * @param path that it was sent to
   * @throws IllegalArgumentException if it is no such call; the message is for the caller
   */
  VectorCall read(String path, JsonNode body, Tokenizer tokenizer);

  /** The answer's body. */
  String answer(VectorCall call, String serial);
}
