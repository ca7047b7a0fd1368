package dev.sluice.dialects.api;

import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Operation;
import java.util.Map;
import java.util.Optional;

/** A provider's dialect put together from what it says for each operation. */
public final class ByOperation implements ProviderDialect {
  private final ProviderDialect chat;
  private final Map<Operation, ProviderDialect> others;

  /**
   * @param chat whose name and errors are those of all
   * @param others what is said for the other operations; one without an entry is not served
   */
  public ByOperation(ProviderDialect chat, Map<Operation, ProviderDialect> others) {
    this.chat = chat;
    this.others = Map.copyOf(others);
  }

  private ProviderDialect of(Operation operation) {
    return others.getOrDefault(operation, chat);
  }

  @Override
  public String name() {
    return chat.name();
  }

  @Override
  public boolean needsOutputLimit() {
    return chat.needsOutputLimit();
  }

  @Override
  public long leastOutputLimit() {
    return chat.leastOutputLimit();
  }

  @Override
  public boolean needsBytes(CanonicalRequest request, ContentPart part) {
    return of(request.getOperation()).needsBytes(request, part);
  }

  @Override
  public Optional<String> obstacle(CanonicalRequest request, ProviderCall call) {
    return of(call.operation()).obstacle(request, call);
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return of(call.operation()).path(request, call);
  }

  @Override
  public Map<String, String> headers(CanonicalRequest request) {
    return of(request.getOperation()).headers(request);
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return of(call.operation()).request(request, call);
  }

  @Override
  public ProviderReply reply(
      ProviderCall call, int status, Map<String, String> headers, byte[] body) {
    return of(call.operation()).reply(call, status, headers, body);
  }

  @Override
  public String streamType() {
    return chat.streamType();
  }

  @Override
  public StreamFraming framing(int maxEventBytes) {
    return chat.framing(maxEventBytes);
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return of(call.operation()).stream(call);
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return chat.failure(status, headers, body);
  }
}
