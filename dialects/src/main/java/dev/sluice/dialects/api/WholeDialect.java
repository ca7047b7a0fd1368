package dev.sluice.dialects.api;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** One operation of a provider's dialect that is answered whole and never streamed. */
public abstract class WholeDialect implements ProviderDialect {
  private final ProviderDialect chat;
  private final Operation operation;

  /**
   * @param chat the same provider's chat, whose name and errors are those of this operation, too
   */
  protected WholeDialect(ProviderDialect chat, Operation operation) {
    this.chat = chat;
    this.operation = operation;
  }

  /**
   * The reply in an answer; empty where the answer holds none.
   *
   * @throws IllegalArgumentException if it is not what the dialect says
   */
  protected abstract Optional<CanonicalReply> read(ProviderCall call, JsonCursor in)
      throws IOException;

  @Override
  public final String name() {
    return chat.name();
  }

  @Override
  public Optional<String> obstacle(CanonicalRequest request, ProviderCall call) {
    return Optional.empty();
  }

  @Override
  public final ProviderReply reply(
      ProviderCall call, int status, Map<String, String> headers, byte[] body) {
    if (status < 200 || status >= 300) {
      return new ProviderReply.Failed(failure(status, headers, body));
    }
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      Optional<CanonicalReply> reply = read(call, in);
      if (reply.isEmpty()) {
        return new ProviderReply.Failed(malformed(status));
      }
      call.wish().fulfil(reply.get());
      return new ProviderReply.Succeeded(reply.get());
    } catch (IOException | IllegalArgumentException e) {
      return new ProviderReply.Failed(malformed(status));
    }
  }

  private ProviderFailure malformed(int status) {
    String what = operation == Operation.RERANK ? "no ranking." : "no list of embeddings.";
    return new ProviderFailure(
        ErrorKind.PROVIDER_MALFORMED,
        Canonical.error(
            ErrorKind.PROVIDER_MALFORMED, status, "The provider's answer holds " + what));
  }

  /** Never called: a request of this operation says nothing of a stream. */
  @Override
  public final StreamReader stream(ProviderCall call) {
    throw new UnsupportedOperationException(operation + " is not streamed");
  }

  @Override
  public final ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return chat.failure(status, headers, body);
  }
}
