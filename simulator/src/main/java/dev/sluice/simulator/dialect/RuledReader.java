package dev.sluice.simulator.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.simulator.bill.Tokenizer;
import java.io.IOException;

/** Reads calls as {@link ChatCallReader} does, and holds them to a provider's rules. Immutable. */
public final class RuledReader implements CallReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .build();

  private final ChatCallReader reader;
  private final Rules rules;

  public RuledReader(Tokenizer tokenizer, Rules rules) {
    this.reader = new ChatCallReader(tokenizer);
    this.rules = rules;
  }

  @Override
  public ChatCallReader.Outcome read(String uri, byte[] body) {
    ChatCallReader.Outcome outcome = reader.read(uri, body);
    return switch (outcome) {
      case ChatCallReader.Outcome.Unreadable unreadable -> unreadable;
      case ChatCallReader.Outcome.Read(ChatCall call) -> {
        try {
          String flaw = rules.broken(JSON.readTree(body)).orElse("");
          yield new ChatCallReader.Outcome.Read(call.withFlaw(flaw));
        } catch (IOException e) {
          yield new ChatCallReader.Outcome.Unreadable("the body is not valid JSON");
        }
      }
    };
  }
}
