package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.ListedModel;
import dev.sluice.schemas.config.Resolution;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of models and single models of it. For one event loop. */
final class ModelsHandler {
  private final Collaborators with;
  private final long createdSeconds;
  private @Nullable GatewayConfig listedConfig;
  private byte[] list = new byte[0];

  ModelsHandler(Collaborators with) {
    this.with = with;
    createdSeconds = with.clock().instant().getEpochSecond();
  }

  /** All models; the document is made once per configuration. */
  void list(HttpServerRequest request, String requestId, GatewayConfig config) {
    if (listedConfig != config) {
      list = document(config.models());
      listedConfig = config;
    }
    with.metrics().request("models", 200, "delivered");
    Answers.json(request, requestId, list);
  }

  /** One model; also one that is not listed and can be called nevertheless. */
  void one(HttpServerRequest request, String requestId, String rawId, GatewayConfig config) {
    String id = decoded(rawId);
    switch (config.resolve(id)) {
      case Resolution.Chain chain -> {
        JsonText json = new JsonText(128);
        model(json, new ListedModel(id, chain.deployments().getFirst().provider().name()));
        with.metrics().request("model", 200, "delivered");
        Answers.json(request, requestId, json.bytes());
      }
      case Resolution.UnknownModel(String name, List<String> nearest) ->
          refuse(request, requestId, with.errors().unknownModel(name, nearest));
      case Resolution.NoProvider(String name, List<String> missing) ->
          refuse(request, requestId, with.errors().unknownModel(name, List.of()));
    }
  }

  private void refuse(HttpServerRequest request, String requestId, ErrorReply error) {
    with.metrics().request("model", error.status(), "refused");
    Answers.error(request, requestId, error);
  }

  private byte[] document(List<ListedModel> models) {
    JsonText json = new JsonText(96 * models.size() + 64);
    json.object().field("object", "list").array("data");
    models.forEach(listed -> model(json, listed));
    return json.endArray().endObject().bytes();
  }

  private void model(JsonText json, ListedModel model) {
    json.object()
        .field("id", model.id())
        .field("object", "model")
        .field("created", createdSeconds)
        .field("owned_by", model.ownedBy())
        .endObject();
  }

  /** Names have slashes, which callers escape or not. */
  private static String decoded(String id) {
    if (id.indexOf('%') < 0) {
      return id;
    }
    try {
      return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return id;
    }
  }
}
