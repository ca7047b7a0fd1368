package dev.sluice.dialects.openai.embeddings;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Vectors;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.InputUsage;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Embedding;
import java.nio.ByteBuffer;

/** Writes one reply; each vector in the form that it has. */
final class ReplyWriter {
  private ReplyWriter() {}

  static byte[] write(CanonicalReply reply, ReplyContext context) {
    boolean same = reply.getDialect().equals(OpenAiDialect.NAME);
    var out = new JsonText(size(reply)).object();
    if (same) {
      out.fieldIfSet("id", reply.getId());
    }
    out.field("object", "list").array("data");
    for (Embedding embedding : reply.getEmbeddings()) {
      out.object().field("object", "embedding").field("index", embedding.getIndex());
      ByteBuffer float32 = embedding.getFloat32();
      String decimals = embedding.getDecimals();
      if (float32 != null) {
        out.field("embedding", Vectors.base64(float32));
      } else {
        out.rawField("embedding", decimals == null ? "[]" : decimals);
      }
      if (same) {
        out.rawFields(embedding.getExtras());
      }
      out.endObject();
    }
    out.endArray().field("model", reply.getModel() == null ? context.model() : reply.getModel());
    InputUsage.write(out, reply.getUsage(), context.usageFields());
    if (same) {
      out.rawFields(reply.getExtras());
    }
    return out.endObject().bytes();
  }

  private static int size(CanonicalReply reply) {
    long size = 256;
    for (Embedding embedding : reply.getEmbeddings()) {
      String decimals = embedding.getDecimals();
      ByteBuffer float32 = embedding.getFloat32();
      size += 64 + (decimals == null ? 0 : decimals.length());
      size += float32 == null ? 0 : float32.remaining() * 4L / 3;
    }
    return (int) Math.min(size, Integer.MAX_VALUE / 2);
  }
}
