package com.example.acme;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalRequest;
import java.util.Map;

/** OpenAI's dialect, but for the path. A dialect of its own translates in these methods. */
final class AcmeDialect implements ProviderDialect {
  private final OpenAiDialect openAi = new OpenAiDialect();

  @Override
  public String name() {
    return openAi.name();
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return "/acme/v1/chat/completions";
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return openAi.request(request, call);
  }

  @Override
  public ProviderReply reply(
      ProviderCall call, int status, Map<String, String> headers, byte[] body) {
    return openAi.reply(call, status, headers, body);
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return openAi.stream(call);
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return openAi.failure(status, headers, body);
  }
}
