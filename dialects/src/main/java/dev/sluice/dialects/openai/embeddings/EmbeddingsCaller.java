package dev.sluice.dialects.openai.embeddings;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.WholeCaller;
import dev.sluice.schemas.chat.CanonicalReply;
import java.io.IOException;

/** OpenAI's embeddings as a caller speaks them. */
public final class EmbeddingsCaller extends WholeCaller {
  @Override
  protected ReadRequest read(JsonCursor in) throws IOException {
    return new RequestReader(in).read();
  }

  @Override
  public byte[] reply(CanonicalReply reply, ReplyContext context) {
    return ReplyWriter.write(reply, context);
  }
}
