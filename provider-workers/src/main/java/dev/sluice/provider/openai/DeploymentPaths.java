package dev.sluice.provider.openai;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentPart;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A dialect with the name of the deployment in the path and the version of the API in the query, as
 * Azure OpenAI's older surface has it (Azure OpenAI REST API reference, "Chat completions").
 */
final class DeploymentPaths implements ProviderDialect {
  private final ProviderDialect dialect;
  private final String version;

  DeploymentPaths(ProviderDialect dialect, String version) {
    this.dialect = dialect;
    this.version = version;
  }

  @Override
  public String name() {
    return dialect.name();
  }

  @Override
  public boolean needsOutputLimit() {
    return dialect.needsOutputLimit();
  }

  @Override
  public boolean needsBytes(CanonicalRequest request, ContentPart part) {
    return dialect.needsBytes(request, part);
  }

  @Override
  public Optional<String> obstacle(CanonicalRequest request, ProviderCall call) {
    return dialect.obstacle(request, call);
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    String deployment = URLEncoder.encode(call.model(), StandardCharsets.UTF_8).replace("+", "%20");
    return "/openai/deployments/"
        + deployment
        + dialect.path(request, call)
        + "?api-version="
        + version;
  }

  @Override
  public Map<String, String> headers(CanonicalRequest request) {
    return dialect.headers(request);
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return dialect.request(request, call);
  }

  @Override
  public ProviderReply reply(
      ProviderCall call, int status, Map<String, String> headers, byte[] body) {
    return dialect.reply(call, status, headers, body);
  }

  @Override
  public String streamType() {
    return dialect.streamType();
  }

  @Override
  public StreamFraming framing(int maxEventBytes) {
    return dialect.framing(maxEventBytes);
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return dialect.stream(call);
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return dialect.failure(status, headers, body);
  }
}
