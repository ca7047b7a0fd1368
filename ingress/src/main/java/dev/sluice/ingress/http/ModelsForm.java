package dev.sluice.ingress.http;

import dev.sluice.dialects.json.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How a dialect lists models. Pure. */
sealed interface ModelsForm {
  /** A page with all of them. */
  byte[] list(List<OfferedModel> models);

  /** One. */
  byte[] one(OfferedModel model);

  /**
   * OpenAI's.
   *
   * @param created what all models say
   */
  record OpenAi(Instant created) implements ModelsForm {
    @Override
    public byte[] list(List<OfferedModel> models) {
      JsonText json = new JsonText(320 * models.size() + 64);
      json.object().field("object", "list").array("data");
      models.forEach(model -> write(json, model));
      return json.endArray().endObject().bytes();
    }

    @Override
    public byte[] one(OfferedModel model) {
      JsonText json = new JsonText(384);
      write(json, model);
      return json.bytes();
    }

    private void write(JsonText json, OfferedModel model) {
      json.object()
          .field("id", model.id())
          .field("object", "model")
          .field("created", created.getEpochSecond())
          .field("owned_by", model.ownedBy());
      model.writeTo(json);
      json.endObject();
    }
  }

  /**
   * Anthropic's. All models are on one page.
   *
   * @param created what all models say
   */
  record Anthropic(Instant created) implements ModelsForm {
    @Override
    public byte[] list(List<OfferedModel> models) {
      JsonText json = new JsonText(352 * models.size() + 128);
      json.object().array("data");
      models.forEach(model -> write(json, model));
      json.endArray().field("has_more", false);
      if (models.isEmpty()) {
        json.nullField("first_id").nullField("last_id");
      } else {
        json.field("first_id", models.getFirst().id()).field("last_id", models.getLast().id());
      }
      return json.endObject().bytes();
    }

    @Override
    public byte[] one(OfferedModel model) {
      JsonText json = new JsonText(512);
      write(json, model);
      return json.bytes();
    }

    private void write(JsonText json, OfferedModel model) {
      json.object()
          .field("type", "model")
          .field("id", model.id())
          .field("display_name", model.id())
          .field("created_at", created.truncatedTo(ChronoUnit.SECONDS).toString());
      model.writeTo(json);
      json.endObject();
    }
  }

  /** Google's. All models are on one page. */
  record Google() implements ModelsForm {
    @Override
    public byte[] list(List<OfferedModel> models) {
      JsonText json = new JsonText(448 * models.size() + 64);
      json.object().array("models");
      models.forEach(model -> write(json, model));
      return json.endArray().endObject().bytes();
    }

    @Override
    public byte[] one(OfferedModel model) {
      JsonText json = new JsonText(512);
      write(json, model);
      return json.bytes();
    }

    private static void write(JsonText json, OfferedModel model) {
      json.object().field("name", "models/" + model.id()).field("displayName", model.id());
      json.rawField(
          "supportedGenerationMethods", "[\"generateContent\",\"streamGenerateContent\"]");
      Long window = model.facts().contextWindow();
      if (window != null) {
        json.field("inputTokenLimit", window);
      }
      Long most = model.facts().maxOutput();
      if (most != null) {
        json.field("outputTokenLimit", most);
      }
      model.writeTo(json);
      json.endObject();
    }
  }
}
