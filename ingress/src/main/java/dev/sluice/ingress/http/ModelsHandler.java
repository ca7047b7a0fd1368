package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.config.ListedModel;
import dev.sluice.schemas.config.Resolution;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The list of models and single models of it, as far as a key is for them. For one event loop. */
final class ModelsHandler {
  /** Documents that are kept; keys with the same restrictions share one. */
  private static final int MOST_DOCUMENTS = 64;

  private final Collaborators with;
  private final long createdSeconds;
  private final Map<List<String>, byte[]> documents =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, byte[]> eldest) {
          return size() > MOST_DOCUMENTS;
        }
      };
  private GatewayConfig documentsOf = GatewayConfig.empty();

  ModelsHandler(Collaborators with) {
    this.with = with;
    createdSeconds = with.clock().instant().getEpochSecond();
  }

  /** The models that the key is for; the document is made once per configuration. */
  void list(HttpServerRequest request, String requestId, KeyHolder holder, GatewayConfig config) {
    if (documentsOf != config) {
      documents.clear();
      documentsOf = config;
    }
    KeyTerms terms = holder.terms();
    byte[] list =
        documents.computeIfAbsent(terms.models(), ignored -> document(config.models(), terms));
    with.metrics().request("models", 200, "delivered");
    Answers.json(request, requestId, list);
  }

  /** One model; also one that is not listed and can be called nevertheless. */
  void one(
      HttpServerRequest request,
      String requestId,
      String rawId,
      KeyHolder holder,
      GatewayConfig config) {
    String id = decoded(rawId);
    switch (ModelAccess.of(id, holder, config, with.errors())) {
      case ModelAccess.Granted(Resolution.Chain chain) -> {
        JsonText json = new JsonText(128);
        model(json, new ListedModel(id, chain.deployments().getFirst().provider().name()));
        with.metrics().request("model", 200, "delivered");
        Answers.json(request, requestId, json.bytes());
      }
      case ModelAccess.Refused(ErrorReply error) -> {
        with.metrics().request("model", error.status(), "refused");
        Answers.error(request, requestId, error);
      }
    }
  }

  private byte[] document(List<ListedModel> models, KeyTerms terms) {
    JsonText json = new JsonText(96 * models.size() + 64);
    json.object().field("object", "list").array("data");
    for (ListedModel listed : models) {
      if (terms.takesModel(listed.id())) {
        model(json, listed);
      }
    }
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
