package dev.sluice.dialects.openai.rerank;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.Quirks;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.RerankDocument;
import dev.sluice.schemas.chat.RerankRequest;
import java.util.List;

/**
 * Writes one request. The documents are not asked back: they are known here, and are put to their
 * places in the reply where the caller wants them.
 */
final class RequestWriter {
  private RequestWriter() {}

  static WrittenRequest write(CanonicalRequest request, ProviderCall call) {
    RerankRequest rerank =
        request.getRerank() == null ? Canonical.rerankRequest() : request.getRerank();
    var out = new JsonText(1024).object();
    out.field("model", call.model()).field("query", rerank.getQuery()).array("documents");
    for (RerankDocument document : rerank.getDocuments()) {
      out.string(document.getText());
    }
    out.endArray();
    out.fieldIfSet(Quirks.of(call.provider()).vectors().topN(), rerank.getTopN());
    if (rerank.getReturnDocuments() != null) {
      out.field("return_documents", false);
    }
    return new WrittenRequest(out.rawFields(request.getExtras()).endObject().bytes(), List.of());
  }
}
