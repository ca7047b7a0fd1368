package dev.sluice.proofs.badinput;

import static dev.sluice.proofs.badinput.BadRequest.CHAT;
import static dev.sluice.proofs.badinput.BadRequest.MESSAGES;
import static dev.sluice.proofs.badinput.BadRequest.body;
import static dev.sluice.proofs.badinput.BadRequest.header;
import static dev.sluice.proofs.badinput.BadRequest.route;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table of bad requests: those of {@link BadBodies}, and what is wrong before any body. */
final class BadRequests {
  static final String REVOKED = "sk-sluice-revoked-0123456789abcdefghij";
  static final String EXPIRED = "sk-sluice-expired-0123456789abcdefghij";

  private BadRequests() {}

  static Stream<BadRequest> all() {
    return Stream.of(BadBodies.all(), models(), keys(), routes(), headers()).flatMap(List::stream);
  }

  private static List<BadRequest> models() {
    return List.of(
        body("no model", "{" + MESSAGES + '}', null, null, "you must provide a model parameter"),
        body(
            "number as model",
            "{\"model\":3," + MESSAGES + '}',
            "invalid_type",
            "model",
            "'model'",
            "expected a string",
            "got an integer"),
        body(
            "null as model",
            "{\"model\":null," + MESSAGES + '}',
            "invalid_type",
            "model",
            "'model'",
            "expected a string",
            "got null"),
        body(
                "misspelt model",
                "{\"model\":\"asistant\"," + MESSAGES + '}',
                "model_not_found",
                "model",
                "`asistant` does not exist",
                "Did you mean assistant?")
            .with(404),
        body(
                "misspelt provider",
                "{\"model\":\"opnai/gpt-4o-mini\"," + MESSAGES + '}',
                "model_not_found",
                "model",
                "`opnai/gpt-4o-mini`",
                "Did you mean openai/gpt-4o-mini")
            .with(404),
        body(
                "model like no other",
                "{\"model\":\"qqqqqqqqqq\"," + MESSAGES + '}',
                "model_not_found",
                "model",
                "`qqqqqqqqqq` does not exist",
                "GET /v1/models lists")
            .with(404),
        body(
                "empty model",
                "{\"model\":\"\"," + MESSAGES + '}',
                "model_not_found",
                "model",
                "does not exist",
                "GET /v1/models lists")
            .with(404),
        route(
            "misspelt model by its path",
            "GET",
            "/models/asistant",
            404,
            "model_not_found",
            "`asistant` does not exist",
            "Did you mean assistant?"));
  }

  private static List<BadRequest> keys() {
    String code = "invalid_api_key";
    String check = "Check the virtual key";
    List<BadRequest> all = new ArrayList<>();
    all.add(
        header(
            "no key",
            "authorization",
            "",
            401,
            code,
            null,
            "didn't provide an API key",
            "Authorization header",
            "Bearer YOUR_KEY"));
    all.add(
        header(
            "another scheme",
            "authorization",
            "Basic dTpw",
            401,
            code,
            null,
            "didn't provide an API key",
            "Bearer YOUR_KEY"));
    all.add(
        header(
            "empty key",
            "authorization",
            "Bearer",
            401,
            code,
            null,
            "didn't provide an API key",
            "Bearer YOUR_KEY"));
    all.add(
        header(
            "wrong key",
            "authorization",
            "Bearer sk-sluice-guess",
            401,
            code,
            null,
            "Incorrect API key",
            check));
    all.add(
        header(
            "endless key",
            "authorization",
            "Bearer " + "k".repeat(600),
            401,
            code,
            null,
            "Incorrect API key",
            check));
    all.add(
        header(
            "revoked key",
            "authorization",
            "Bearer " + REVOKED,
            401,
            code,
            null,
            "Incorrect API key",
            check));
    all.add(
        header(
            "expired key",
            "authorization",
            "Bearer " + EXPIRED,
            401,
            code,
            null,
            "Incorrect API key",
            check));
    return all;
  }

  private static List<BadRequest> routes() {
    String method = "method_not_supported";
    String there = "There is POST /v1/chat/completions, POST /v1/responses, POST /v1/completions";
    return List.of(
        route(
            "GET of a chat",
            "GET",
            CHAT,
            405,
            method,
            "Not allowed to GET",
            "/v1/chat/completions",
            "Allowed: POST"),
        route("PUT of a chat", "PUT", CHAT, 405, method, "Not allowed to PUT", "Allowed: POST"),
        route(
            "POST of models",
            "POST",
            "/models",
            405,
            method,
            "Not allowed to POST",
            "/v1/models",
            "Allowed: GET"),
        route(
            "DELETE of a model",
            "DELETE",
            "/models/assistant",
            405,
            method,
            "Not allowed to DELETE",
            "Allowed: GET"),
        route(
            "another API",
            "POST",
            "/moderations",
            404,
            "unknown_url",
            "Invalid URL",
            "POST /v1/moderations",
            there),
        route(
            "GET of responses",
            "GET",
            "/responses",
            405,
            method,
            "Not allowed to GET",
            "Allowed: POST"),
        route(
            "GET of a response",
            "GET",
            "/responses/resp_1",
            404,
            "not_found",
            "Sluice keeps no responses",
            "POST the whole conversation"),
        route("a path too many", "POST", CHAT + "/", 404, "unknown_url", "Invalid URL", there),
        route("another version", "GET", "/../v2/models", 404, "unknown_url", "Invalid URL", there));
  }

  private static List<BadRequest> headers() {
    String code = "invalid_header";
    String deadline = "x-sluice-deadline-ms";
    String span = "expected whole milliseconds from 1 to 3600000";
    String tags = "x-sluice-tags";
    return List.of(
        header(
            "text",
            "content-type",
            "text/plain",
            415,
            "unsupported_content_type",
            null,
            "Unsupported content-type",
            "'text/plain'",
            "expected application/json"),
        header(
            "gzip",
            "content-encoding",
            "gzip",
            415,
            "unsupported_content_type",
            null,
            "Unsupported content-encoding",
            "'gzip'",
            "expected none"),
        header("no time", deadline, "0", 400, code, deadline, deadline, span),
        header("time in words", deadline, "soon", 400, code, deadline, deadline, span),
        header("too much time", deadline, "3600001", 400, code, deadline, deadline, span),
        header("tag with a space", tags, "a b", 400, code, tags, tags, "only letters, digits"),
        header(
            "too many tags",
            tags,
            BadRequest.list(17, "tag"),
            400,
            code,
            tags,
            tags,
            "at most 16 tags"),
        header("endless tag", tags, "t".repeat(65), 400, code, tags, tags, "at most 64 characters"),
        header(
            "endless user",
            "x-sluice-user",
            "u".repeat(257),
            400,
            code,
            "x-sluice-user",
            "x-sluice-user",
            "at most 256 characters"),
        header(
            "another project",
            "x-sluice-project",
            "hr",
            400,
            code,
            "x-sluice-project",
            "x-sluice-project",
            "follows from the virtual key",
            "without this header"),
        header(
            "another account",
            "x-sluice-account",
            "hr",
            400,
            code,
            "x-sluice-account",
            "x-sluice-account",
            "follows from the virtual key",
            "without this header"));
  }
}
