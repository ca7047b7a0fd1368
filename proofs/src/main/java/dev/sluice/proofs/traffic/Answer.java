package dev.sluice.proofs.traffic;

import java.util.Optional;

/**
 * What a caller got.
 *
 * @param ask what was asked
 * @param ending how it ended
 * @param status HTTP status, 0 where none came
 * @param requestId {@code x-request-id}, empty where none came
 * @param costUsd what the reply said that it cost
 * @param budget {@code x-sluice-budget}, empty where none came
 * @param text content, joined
 * @param events of a stream
 * @param errorText error body or event, empty where none came
 * @param tookMs from the send to the end
 * @param firstContentMs from the send to the first content, -1 where none came
 */
public record Answer(
    Ask ask,
    Ending ending,
    int status,
    String requestId,
    Optional<String> costUsd,
    String budget,
    String text,
    int events,
    String errorText,
    long tookMs,
    long firstContentMs) {

  /** How a call ended, as its caller sees it. */
  public enum Ending {
    /** A whole reply. */
    FULL,
    /** An error with a status, before any content. */
    ERROR,
    /** Content, then one terminal error event. */
    STREAM_ERROR,
    /** The caller hung up, as it meant to. */
    HUNG_UP,
    /** The connection ended without an end: never right while the ingress lives. */
    BROKEN
  }
}
