package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.canonical.RequestText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.nio.ByteBuffer;

/** What the payload of a dispatch is. Pure. */
sealed interface RequestPayload {

  /**
   * A request.
   *
   * @param request nobody else has it, so it may be changed
   */
  record Request(CanonicalRequest request) implements RequestPayload {}

  /** None that can be understood. */
  record Bad(CallError error) implements RequestPayload {}

  /** Reads the payload of this attempt. */
  static RequestPayload of(Attempt attempt, CallServices services) {
    byte[] bytes = bytes(attempt.payload().getBytes());
    String encoding = attempt.payload().getEncoding();
    if (encoding.equals(CanonicalCodec.REQUEST_ENCODING)) {
      return canonical(bytes, services);
    }
    return BatchDialects.know(encoding)
        ? batch(bytes, BatchDialects.of(encoding))
        : bad("The payload is encoded as " + encoding + ", not known here.");
  }

  private static RequestPayload canonical(byte[] bytes, CallServices services) {
    try {
      return new Request(services.codec().request(bytes));
    } catch (IllegalArgumentException e) {
      return bad("The payload is no canonical request of a version known here.");
    }
  }

  private static RequestPayload batch(byte[] bytes, ClientDialect dialect) {
    return switch (dialect.read(bytes)) {
      case ReadRequest.Parsed parsed -> new Request(parsed.request());
      case ReadRequest.Refused refused -> {
        ReadRequest.FieldError first = refused.errors().getFirst();
        ErrorInfo info = Canonical.error(ErrorKind.INVALID_REQUEST, 0, first.message());
        info.setParam(first.param());
        info.setCode(first.code());
        yield new Bad(new CallError(ErrorKind.INVALID_REQUEST, info));
      }
    };
  }

  private static RequestPayload bad(String message) {
    return new Bad(CallError.of(ErrorKind.INVALID_REQUEST, message));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.position() == 0
        && buffer.remaining() == buffer.array().length) {
      return buffer.array();
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** All text of the request, empty where it cannot be read. */
  static String textOf(Attempt attempt, CallServices services) {
    return switch (of(attempt, services)) {
      case Bad ignored -> "";
      case Request read -> RequestText.of(read.request());
    };
  }
}
