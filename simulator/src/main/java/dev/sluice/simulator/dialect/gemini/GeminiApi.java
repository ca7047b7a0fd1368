package dev.sluice.simulator.dialect.gemini;

import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.Answer.Header;
import dev.sluice.simulator.dialect.Ask;
import dev.sluice.simulator.dialect.CallReader;
import dev.sluice.simulator.dialect.ChatCall;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import dev.sluice.simulator.dialect.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Google's Gemini API: generateContent, or streamGenerateContent, which is an API of its own and
 * sends events, or the elements of one JSON array where it is not asked for events.
 */
public final class GeminiApi implements Dialect {

  private static final Header JSON = header("content-type", "application/json; charset=UTF-8");
  private static final Header EVENTS = header("content-type", "text/event-stream");
  private static final int MOST_CHOICES = 8;

  /** How an answer comes. */
  public enum Form {
    WHOLE,
    EVENTS,
    ARRAY
  }

  private final Form form;
  private final boolean streamed;

  public GeminiApi(Form form) {
    this.form = form;
    this.streamed = form != Form.WHOLE;
  }

  @Override
  public String api() {
    return streamed ? "gemini-streamGenerateContent" : "gemini-generateContent";
  }

  @Override
  public CallReader reader(Tokenizer tokenizer) {
    return new GeminiCallReader(tokenizer, streamed);
  }

  @Override
  public int mostChoices() {
    return MOST_CHOICES;
  }

  @Override
  public Optional<Refusal> complaint(ChatCall call) {
    return Optional.of(call.flaw())
        .filter(flaw -> !flaw.isEmpty())
        .map(flaw -> Refusal.of(Refusal.Reason.INVALID_REQUEST, flaw));
  }

  @Override
  public Answer answer(Reply reply, Ask ask, boolean withUsage) {
    Tokens tokens = GeminiUsage.billed(reply.tokens());
    if (streamed) {
      GeminiFrames frames = new GeminiFrames(reply, withUsage, form == Form.ARRAY);
      Answer.Head head = new Answer.Head(200, List.of(form == Form.ARRAY ? JSON : EVENTS));
      return new Answer.Streamed(head, frames, frames.contentFrames(), tokens, withUsage);
    }
    StringBuilder json = new StringBuilder(512).append("{\"candidates\":[");
    for (int i = 0; i < reply.choices().size(); i++) {
      json.append(i == 0 ? "" : ",");
      Candidates.whole(reply, i, json);
    }
    json.append(']');
    if (withUsage) {
      json.append(",\"usageMetadata\":");
      GeminiUsage.append(tokens, json);
    }
    Candidates.envelope(reply, json);
    Answer.Head head = new Answer.Head(200, List.of(JSON));
    return new Answer.Whole(head, Buffer.buffer(json.toString()), tokens, withUsage);
  }

  @Override
  public Answer.Whole refuse(Refusal refusal, String serial) {
    return GeminiErrors.answer(refusal, List.of(JSON));
  }

  @Override
  public Buffer failureEvent() {
    return GeminiErrors.event(form == Form.ARRAY);
  }

  @Override
  public Buffer brokenEvent() {
    String half = "{\"candidates\":[{\"content\":{\"par\r\n\r\n";
    return Buffer.buffer((form == Form.ARRAY ? "," : "data: ") + half);
  }

  @Override
  public Buffer models(Set<String> names) {
    StringBuilder json = new StringBuilder("{\"models\":[");
    String separator = "";
    for (String name : names) {
      json.append(separator).append("{\"name\":");
      JsonText.quote("models/" + name, json);
      json.append(",\"displayName\":");
      JsonText.quote(name, json);
      json.append(",\"supportedGenerationMethods\":[\"generateContent\"]}");
      separator = ",";
    }
    return Buffer.buffer(json.append("]}").toString());
  }

  private static Header header(String name, String value) {
    return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }
}
