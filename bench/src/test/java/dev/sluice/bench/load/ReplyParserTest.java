package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyParserTest {

  private final StringBuilder body = new StringBuilder();
  private final ReplyParser parser =
      new ReplyParser((bytes, from, to, now) ->
          body.append(new String(bytes, from, to - from, StandardCharsets.UTF_8)));

  private void feed(String reply, int step) {
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += step) {
      parser.feed(bytes, at, Math.min(bytes.length, at + step), 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void shouldReadABodyOfKnownLengthInAnyPieces(int step) {
    feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx: y\r\n\r\nhello", step);

    assertThat(parser.isDone()).isTrue();
    assertThat(parser.status()).isEqualTo(200);
    assertThat(body).hasToString("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void shouldReadChunksInAnyPieces(int step) {
    feed(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
            + "5;a=b\r\nhello\r\nA\r\n, world!!!\r\n0\r\nt: u\r\n\r\n",
        step);

    assertThat(parser.isDone()).isTrue();
    assertThat(body).hasToString("hello, world!!!");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void shouldReadOneReplyAfterTheOther(int step) {
    feed("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", step);
    boolean first = parser.isDone() && parser.status() == 503;
    parser.reset();
    feed("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", step);

    assertThat(first).isTrue();
    assertThat(parser.isDone()).isTrue();
    assertThat(parser.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndWithTheConnectionOnlyWhereNothingElseTellsTheEnd(boolean told) {
    feed("HTTP/1.1 200 OK\r\n" + (told ? "content-length: 9\r\n" : "") + "\r\nhello", 1000);

    assertThat(parser.isDone()).isFalse();
    assertThat(parser.close()).isEqualTo(!told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n", "\r\n"})
  void shouldRefuseWhatIsNoReply(String text) {
    assertThatThrownBy(() -> feed(text, 1000)).isInstanceOf(IllegalStateException.class);
  }
}
