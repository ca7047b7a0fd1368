package dev.sluice.simulator.vectors;

import java.util.List;
import java.util.Objects;

/**
 * A call for vectors or for an order, of any API.
 *
 * @param texts what is to be made into vectors, or put in order
 * @param query what the texts are to answer, empty where vectors are asked for
 * @param tokens that are billed, before any cap
 * @param wanted dimensions of the vectors, or how many places are to be told; 0 where the caller
 *     does not say
 * @param base64 whether vectors are to be written as base64
 */
public record VectorCall(
    String model, List<String> texts, String query, int tokens, int wanted, boolean base64) {
  public VectorCall {
    Objects.requireNonNull(model, "model");
    texts = List.copyOf(texts);
  }
}
