package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one request; model and streaming are in its path. A request that was read from this
 * dialect is written as it was, but for the output limit.
 */
final class RequestWriter {
  private final CanonicalRequest request;
  private final ProviderCall call;
  private final boolean same;
  private final Models model;
  private final Set<String> dropped = new LinkedHashSet<>();
  private final JsonText out = new JsonText(2048);

  RequestWriter(CanonicalRequest request, ProviderCall call) {
    this.request = request;
    this.call = call;
    this.same = request.getDialect().equals(GeminiDialect.NAME);
    this.model = Models.of(call.model());
  }

  WrittenRequest write() {
    out.object();
    if (same) {
      contents();
    } else {
      var turns = Turns.of(request, dropped);
      turns.writeSystem(out);
      turns.write(out, model.levels());
    }
    new ToolWriter(out, same, dropped).write(request);
    new ConfigWriter(request, call.outputLimit(), model, out, dropped).write();
    if (!same) {
      others();
    }
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      if (extra.getKey().startsWith(ConfigReader.PREFIX)) {
        continue;
      }
      if (same) {
        out.rawField(extra.getKey(), extra.getValue());
      } else if (!extra.getValue().equals("null") && !extra.getKey().equals("stream_options")) {
        dropped.add(extra.getKey());
      }
    }
    return new WrittenRequest(out.endObject().bytes(), List.copyOf(dropped));
  }

  private void contents() {
    var parts = new PartWriter(out, true, false, Map.of());
    if (request.getSystemForm() != ContentForm.ABSENT) {
      out.object("systemInstruction").array("parts");
      request.getSystem().forEach(parts::write);
      out.endArray().endObject();
    }
    out.array("contents");
    for (Message message : request.getMessages()) {
      out.object();
      out.field("role", message.getRole() == Role.ASSISTANT ? "model" : "user");
      if (message.getForm() != ContentForm.ABSENT) {
        out.array("parts");
        for (ContentPart part : message.getParts()) {
          parts.write(part);
        }
        out.endArray();
      }
      out.rawFields(message.getExtras()).endObject();
    }
    out.endArray();
  }

  private void others() {
    String metadata = request.getMetadata();
    String user = request.getEndUser();
    // where the dialect says the user in the metadata, the one name stands for both
    boolean within = user != null && metadata != null && metadata.contains(JsonText.quoted(user));
    drop("user", within ? null : user);
    drop("metadata", metadata);
    drop("service_tier", request.getServiceTier());
    List<String> modalities = request.getModalities();
    if (modalities != null && !modalities.equals(List.of("text"))) {
      dropped.add("modalities");
    }
  }

  private void drop(String name, @Nullable Object value) {
    if (value != null) {
      dropped.add(name);
    }
  }
}
