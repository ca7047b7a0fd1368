package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.config.Resolution;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The list of models and single models of it, as far as a key is for them. For one event loop. */
final class ModelsHandler {
  /** Documents that are kept; keys with the same restrictions share one. */
  private static final int MOST_DOCUMENTS = 64;

  private final Collaborators with;
  private final ModelsForm openAi;
  private final ModelsForm anthropic;
  private final ModelsForm google = new ModelsForm.Google();
  private final Map<Kept, byte[]> documents =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Kept, byte[]> eldest) {
          return size() > MOST_DOCUMENTS;
        }
      };
  private GatewayConfig documentsOf = GatewayConfig.empty();

  ModelsHandler(Collaborators with) {
    this.with = with;
    Instant created = with.clock().instant();
    openAi = new ModelsForm.OpenAi(created);
    anthropic = new ModelsForm.Anthropic(created);
  }

  /** What a document depends on within one configuration. */
  private record Kept(ModelsForm form, List<String> models) {}

  /** The models that the key is for; the document is made once per configuration. */
  void list(Incoming in, KeyHolder holder, GatewayConfig config) {
    if (documentsOf != config) {
      documents.clear();
      documentsOf = config;
    }
    KeyTerms terms = holder.terms();
    ModelsForm form = form(in);
    byte[] list =
        documents.computeIfAbsent(
            new Kept(form, terms.models()),
            ignored ->
                form.list(
                    config.models().stream()
                        .filter(listed -> terms.takesModel(listed.id()))
                        .map(listed -> OfferedModel.of(listed, config))
                        .filter(model -> form == openAi || model.chats())
                        .toList()));
    with.metrics().request(in.route(), 200, "delivered");
    Answers.json(in.request(), in.requestId(), list);
  }

  /** One model; also one that is not listed and can be called nevertheless. */
  void one(Incoming in, String rawId, KeyHolder holder, GatewayConfig config) {
    String id = decoded(rawId);
    switch (ModelAccess.of(id, holder, config, in.surface().errors())) {
      case ModelAccess.Granted(Resolution.Chain chain) -> {
        OfferedModel model = OfferedModel.of(id, chain.deployments().getFirst(), config);
        with.metrics().request(in.route(), 200, "delivered");
        Answers.json(in.request(), in.requestId(), form(in).one(model));
      }
      case ModelAccess.Refused(ErrorReply error) -> {
        with.metrics().request(in.route(), error.status(), "refused");
        Answers.error(in.request(), in.requestId(), error);
      }
    }
  }

  private ModelsForm form(Incoming in) {
    if (in.surface() == with.surfaces().messages()) {
      return anthropic;
    }
    return in.surface() == with.surfaces().generateContent() ? google : openAi;
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
