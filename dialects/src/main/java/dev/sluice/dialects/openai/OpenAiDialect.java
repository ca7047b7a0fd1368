package dev.sluice.dialects.openai;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.request.AdmissionNotes;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** OpenAI's chat completions from both sides. */
public final class OpenAiDialect implements ClientDialect, ProviderDialect {
  /** Name of the dialect. */
  public static final String NAME = "openai";

  private static final String NOT_JSON =
      "We could not parse the JSON body of your request. The API expects a JSON object.";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return Quirks.of(call.provider()).path();
  }

  @Override
  public ReadRequest read(byte[] body) {
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      return new RequestReader(in).read();
    } catch (IOException e) {
      return notJson(e);
    }
  }

  /** The refusal of a body that could not be read as JSON. */
  public static ReadRequest.Refused notJson(IOException failure) {
    return new ReadRequest.Refused(
        List.of(new ReadRequest.FieldError(null, NOT_JSON + place(failure), null)));
  }

  /** Where the text stops to be JSON; without a word of it. */
  private static String place(IOException failure) {
    if (failure instanceof StreamConstraintsException) {
      return " It may be nested at most "
          + JsonCursor.MAX_DEPTH
          + " levels deep, and a number may have at most 1000 characters.";
    }
    if (failure instanceof JsonProcessingException told && told.getLocation() != null) {
      JsonLocation at = told.getLocation();
      return " It stops being JSON in line "
          + at.getLineNr()
          + ", column "
          + at.getColumnNr()
          + '.';
    }
    return "";
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return new RequestWriter(request, call).write();
  }

  @Override
  public ProviderReply reply(
      ProviderCall call, int status, Map<String, String> headers, byte[] body) {
    if (status < 200 || status >= 300) {
      return new ProviderReply.Failed(failure(status, headers, body));
    }
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      var reader = new ReplyReader(in, call.provider());
      CanonicalReply reply = reader.read();
      if (reader.choicesGiven()) {
        return new ProviderReply.Succeeded(reply);
      }
      return new ProviderReply.Failed(
          reply.getExtras().containsKey("error")
              ? failure(status, headers, body)
              : malformed(status));
    } catch (IOException e) {
      return new ProviderReply.Failed(malformed(status));
    }
  }

  private static ProviderFailure malformed(int status) {
    return ErrorReader.of(
        ErrorKind.PROVIDER_MALFORMED, status, "The provider's answer is not a chat completion.");
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return new ChunkReader(call.provider());
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return ErrorReader.read(status, headers, body);
  }

  @Override
  public byte[] reply(CanonicalReply reply, ReplyContext context) {
    return new ReplyWriter(reply, context).write();
  }

  @Override
  public StreamWriter stream(ReplyContext context) {
    return new OpenAiStreamWriter(context);
  }

  @Override
  public ErrorReply error(ErrorInfo error, ReplyContext context) {
    return ErrorWriter.write(error);
  }

  @Override
  public ErrorReply refusal(ReadRequest.Refused refused, ReplyContext context) {
    return ErrorWriter.refusal(refused);
  }

  @Override
  public ErrorReply error(GatewayError error) {
    return ErrorWriter.own(error);
  }

  @Override
  public Map<String, String> limitHeaders(AdmissionNotes notes, long nowMs) {
    return LimitHeaders.of(notes);
  }
}
