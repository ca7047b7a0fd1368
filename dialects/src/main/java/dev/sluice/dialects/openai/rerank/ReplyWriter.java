package dev.sluice.dialects.openai.rerank;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.InputUsage;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Ranking;
import dev.sluice.schemas.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Writes one reply; what Cohere billed is under {@code meta}, as Cohere has it. */
final class ReplyWriter {
  /** Name of what Cohere bills a reranking by, among the billed calls. */
  private static final String SEARCH_UNIT = "search_unit";

  private ReplyWriter() {}

  static byte[] write(CanonicalReply reply, ReplyContext context) {
    boolean same = reply.getDialect().equals(OpenAiDialect.NAME);
    var out = new JsonText(1024).object();
    out.field("id", context.idOr(reply.getId()));
    out.field("object", "list");
    out.field("model", reply.getModel() == null ? context.model() : reply.getModel());
    out.array("results");
    for (Ranking ranking : reply.getRankings()) {
      out.object().field("index", ranking.getIndex());
      out.rawField("relevance_score", ranking.getScore());
      out.rawFieldIfSet("document", ranking.getDocument());
      out.endObject();
    }
    out.endArray();
    if (!billed(out, reply.getUsage())) {
      InputUsage.write(out, reply.getUsage(), context.usageFields());
    }
    if (same) {
      out.rawFields(reply.getExtras());
    }
    return out.endObject().bytes();
  }

  /** Whether it was billed by the unit, and not by the token. */
  private static boolean billed(JsonText out, @Nullable TokenUsage usage) {
    Long units = usage == null ? null : usage.getBilledCalls().get(SEARCH_UNIT);
    if (units == null) {
      return false;
    }
    out.object("meta").object("billed_units").field("search_units", units);
    out.endObject().endObject();
    return true;
  }
}
