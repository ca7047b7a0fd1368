package dev.sluice.dialects.openai.rerank;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.WholeCaller;
import dev.sluice.schemas.chat.CanonicalReply;
import java.io.IOException;

/** Reranking as a caller speaks it. */
public final class RerankCaller extends WholeCaller {
  @Override
  protected ReadRequest read(JsonCursor in) throws IOException {
    return new RequestReader(in).read();
  }

  @Override
  public byte[] reply(CanonicalReply reply, ReplyContext context) {
    return ReplyWriter.write(reply, context);
  }
}
