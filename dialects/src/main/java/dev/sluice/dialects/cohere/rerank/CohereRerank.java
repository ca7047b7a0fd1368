package dev.sluice.dialects.cohere.rerank;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.WholeDialect;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Rankings;
import dev.sluice.dialects.cohere.BilledUsage;
import dev.sluice.dialects.cohere.CohereDialect;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.RerankDocument;
import dev.sluice.schemas.chat.RerankRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cohere's {@code /rerank}. Documents are texts only, and are not given back; the reply gets those
 * of the request.
 */
public final class CohereRerank extends WholeDialect {
  private static final Set<String> KNOWN = Set.of("max_tokens_per_doc", "priority");

  /** Reranking beside this chat. */
  public CohereRerank(ProviderDialect chat) {
    super(chat, Operation.RERANK);
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return "/rerank";
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    RerankRequest rerank =
        request.getRerank() == null ? Canonical.rerankRequest() : request.getRerank();
    List<String> dropped = new ArrayList<>(0);
    var out = new JsonText(1024).object();
    out.field("model", call.model()).field("query", rerank.getQuery()).array("documents");
    for (RerankDocument document : rerank.getDocuments()) {
      out.string(document.getText());
    }
    out.endArray().fieldIfSet("top_n", rerank.getTopN());
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      if (KNOWN.contains(extra.getKey())) {
        out.rawField(extra.getKey(), extra.getValue());
      } else {
        dropped.add(extra.getKey());
      }
    }
    return new WrittenRequest(out.endObject().bytes(), dropped);
  }

  @Override
  protected Optional<CanonicalReply> read(ProviderCall call, JsonCursor in) throws IOException {
    CanonicalReply reply = Canonical.reply(CohereDialect.NAME);
    boolean given = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> reply.setId(in.stringOrSkip());
        case "meta" -> reply.setUsage(BilledUsage.read(in.raw()));
        case "results" -> {
          given = in.isArray();
          Rankings.read(in, reply.getRankings());
        }
        default -> in.skip();
      }
    }
    in.end();
    return given ? Optional.of(reply) : Optional.empty();
  }
}
