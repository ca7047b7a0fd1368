package dev.sluice.provider.media;

/** What came of a fetch. */
public sealed interface Fetched {
  /**
   * It is here.
   *
   * @param type MIME type without parameters, in lower case
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
  record Bytes(byte[] bytes, String type) implements Fetched {}

  /**
   * It is not.
   *
   * @param why names the host, never the rest of the URL, which may hold a caller's secret
   */
  record Refused(String why) implements Fetched {}
}
