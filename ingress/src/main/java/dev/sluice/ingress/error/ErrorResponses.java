package dev.sluice.ingress.error;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What callers are told when something fails: the border between what Sluice knows and what a
 * caller may read, in the words of one dialect. Anything unforeseen is a plain 500 with the request
 * id.
 */
public final class ErrorResponses {
  private static final int MOST_TOLD = 10;
  private static final Map<String, String> RETRY_SOON = Map.of("retry-after", "1");
  private static final Map<String, String> RETRY_SOON_ELSEWHERE =
      Map.of("retry-after", "1", "connection", "close");
  private static final Map<String, String> CLOSE = Map.of("connection", "close");

  private static final String ROUTES =
      "POST /v1/chat/completions, POST /v1/responses, POST /v1/completions, POST /v1/embeddings,"
          + " POST /v1/rerank, POST /v1/messages, POST /v1/messages/count_tokens,"
          + " POST /v1beta/models/{model}:generateContent,"
          + " POST /v1beta/models/{model}:streamGenerateContent, GET /v1/models and"
          + " GET /v1/models/{model}";

  private final ClientDialect dialect;

  /** Answers in this dialect. */
  public ErrorResponses(ClientDialect dialect) {
    this.dialect = dialect;
  }

  /** A failure that another role, or the deadline, told. */
  public ErrorReply of(ErrorInfo error, ReplyContext context) {
    return dialect.error(forCaller(error, context.requestId()), context);
  }

  /**
   * The same failure as far as a caller may read it. That a provider refused the gateway's
   * credential is told without the provider's words, which may quote a part of it; a bug without
   * its details.
   */
  public static ErrorInfo forCaller(ErrorInfo error, String requestId) {
    return switch (ErrorKind.ofWireName(error.getKind())) {
      case PROVIDER_AUTHENTICATION, CREDENTIAL_MISSING ->
          info(
              ErrorKind.PROVIDER_AUTHENTICATION,
              error.getStage(),
              "The provider refused the credential of the gateway. Request id: " + requestId);
      case INTERNAL ->
          info(
              ErrorKind.INTERNAL,
              error.getStage(),
              "The gateway had an internal error. Request id: " + requestId);
      default -> error;
    };
  }

  /** A body that cannot be read. */
  public ErrorReply refused(ReadRequest.Refused refused, ReplyContext context) {
    return dialect.refusal(refused, context);
  }

  public ErrorReply noKey() {
    return reply(
        401,
        "You didn't provide an API key. You need to provide your virtual key in an Authorization"
            + " header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), in x-api-key, api-key"
            + " or x-goog-api-key, or as ?key= in the URL.",
        null,
        "invalid_api_key",
        Map.of());
  }

  /**
   * The caller gave two keys, and which of them is meant nobody can say.
   *
   * @param places where they are, never the keys
   */
  public ErrorReply severalKeys(List<String> places) {
    return reply(
        401,
        "You provided different API keys in "
            + String.join(" and ", places)
            + ". Send one virtual key.",
        null,
        "invalid_api_key",
        Map.of());
  }

  /** Says nothing about the key or why it is not good. */
  public ErrorReply wrongKey() {
    return reply(
        401,
        "Incorrect API key provided. Check the virtual key that your administrator gave you.",
        null,
        "invalid_api_key",
        Map.of());
  }

  /**
   * The key is good, but not for use from here.
   *
   * @param address of the caller itself, empty where it is not known
   */
  public ErrorReply addressNotAllowed(String address) {
    return reply(
        403,
        "This virtual key may not be used from "
            + (address.isEmpty() ? "an unknown address" : address)
            + ", where this connection comes from. Ask your administrator to add it to the networks"
            + " of the key.",
        null,
        "address_not_allowed",
        Map.of());
  }

  public ErrorReply unknownPath(String method, String path) {
    return reply(
        404,
        "Invalid URL (" + method + ' ' + shortened(path) + "). There is " + ROUTES + '.',
        null,
        "unknown_url",
        Map.of());
  }

  /**
   * OpenAI keeps responses and lets callers come back to them; there is nothing to come back to.
   *
   * @param connection whether a WebSocket was asked for, and not one response
   */
  public ErrorReply keepsNoResponses(boolean connection) {
    return reply(
        connection ? 400 : 404,
        (connection ? "The WebSocket mode is not served: " : "The response is not there: ")
            + "Sluice keeps no responses. POST the whole conversation in 'input' to /v1/responses"
            + " instead.",
        null,
        connection ? "unsupported_parameter" : "not_found",
        Map.of());
  }

  public ErrorReply methodNotAllowed(String method, String path, String allowed) {
    return reply(
        405,
        "Not allowed to " + method + ' ' + shortened(path) + ". Allowed: " + allowed + '.',
        null,
        "method_not_supported",
        Map.of("allow", allowed));
  }

  public ErrorReply unknownModel(String model, List<String> nearest) {
    String hint =
        nearest.isEmpty()
            ? " GET /v1/models lists the models that there are."
            : " Did you mean " + String.join(", ", nearest) + "?";
    return reply(
        404,
        "The model `"
            + shortened(model)
            + "` does not exist or you do not have access to it."
            + hint,
        "model",
        "model_not_found",
        Map.of());
  }

  /**
   * The key is not for this model, whether there is one of that name or not.
   *
   * @param allowed patterns of the models that it is for
   */
  public ErrorReply modelNotAllowed(String model, List<String> allowed) {
    int more = allowed.size() - MOST_TOLD;
    return reply(
        403,
        "This virtual key may not be used for the model `"
            + shortened(model)
            + "`. It may be used for "
            + allowed.stream()
                .limit(MOST_TOLD)
                .map(ErrorResponses::shortened)
                .collect(Collectors.joining(", "))
            + (more > 0 ? " and " + more + " more" : "")
            + ". GET /v1/models lists the models that it may be used for.",
        "model",
        "model_not_allowed",
        Map.of());
  }

  public ErrorReply bodyTooLarge(long limitBytes) {
    return reply(
        413,
        "The request body is larger than the limit of "
            + limitBytes
            + " bytes. Send a smaller one, or ask your administrator to raise server.body_limit.",
        null,
        "request_too_large",
        CLOSE);
  }

  public ErrorReply bodyTooSlow(long seconds) {
    return reply(
        408,
        "The request body did not arrive within "
            + seconds
            + " s. Send as many bytes as its content-length says, without pauses.",
        null,
        "timeout",
        CLOSE);
  }

  public ErrorReply unsupportedContent(String header, String value, String expected) {
    return reply(
        415,
        "Unsupported " + header + " '" + shortened(value) + "': expected " + expected + '.',
        null,
        "unsupported_content_type",
        Map.of());
  }

  public ErrorReply wrongHeader(String header, String problem) {
    return reply(
        400,
        "Invalid header '" + header + "': " + problem + '.',
        header,
        "invalid_header",
        Map.of());
  }

  /** A header that says whose the request is. */
  public ErrorReply projectHeader(String header) {
    return wrongHeader(
        header, "the project follows from the virtual key; send the request without this header");
  }

  /** A request that is no HTTP. */
  public ErrorReply malformedHttp(int status, String problem) {
    return reply(status, problem, null, null, CLOSE);
  }

  /** A bound is reached. */
  public ErrorReply full() {
    return reply(
        503,
        "Too many requests are in flight. Retry in a moment.",
        null,
        "no_capacity",
        RETRY_SOON);
  }

  /** The process is about to end. */
  public ErrorReply draining() {
    return reply(
        503,
        "This instance is shutting down. Retry in a moment.",
        null,
        "shutting_down",
        RETRY_SOON_ELSEWHERE);
  }

  /** The process cannot serve yet, or not at present. */
  public ErrorReply notReady(String reason) {
    return reply(
        503,
        "The gateway is not ready: " + reason + ". Retry in a moment.",
        null,
        "not_ready",
        RETRY_SOON);
  }

  /** The request did not get into the log, or nobody knows whether it did. */
  public ErrorReply notAccepted(boolean fateUnknown) {
    return reply(
        503,
        fateUnknown
            ? "The request could not be confirmed as accepted in time and was cancelled. Retry in a"
                + " moment."
            : "The request could not be accepted. Retry in a moment.",
        null,
        "not_accepted",
        RETRY_SOON);
  }

  /** A bug; the id leads to the log. */
  public ErrorReply internal(String requestId) {
    return reply(
        500,
        "The gateway had an internal error. Tell your administrator the request id: " + requestId,
        null,
        "internal_error",
        Map.of());
  }

  /** An error of a kind that the ingress itself found, for an answer or the end of a stream. */
  public static ErrorInfo info(ErrorKind kind, String stage, String message) {
    ErrorInfo error = new ErrorInfo();
    error.setKind(kind.wireName());
    error.setMessage(message);
    error.setStage(stage);
    error.setBody("");
    return error;
  }

  private ErrorReply reply(
      int status,
      String message,
      @Nullable String param,
      @Nullable String code,
      Map<String, String> headers) {
    return dialect.error(new GatewayError(status, message, code, param, headers));
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
