package dev.sluice.launcher.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.launcher.admin.AdminCalls.Reply;
import dev.sluice.launcher.admin.CommandRun.Ran;
import dev.sluice.schemas.config.VirtualKey;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The admin API of the gateway that starts without any configuration. */
@Tag("broker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminApiIT {
  private static final String TEAM_KEY = "sk-sluice-admin-test-team";
  private static final String VIEWER_KEY = "sk-sluice-admin-test-viewer";

  private static final String WRONG_BODY =
      "admin-key/first project/team PUT: invalid: the body of project/'team' is wrong: ";

  private AdminGateway gateway;
  private AdminCalls calls;
  private String owner;

  @BeforeAll
  void start(@TempDir Path data) throws InterruptedException {
    gateway = AdminGateway.start(data);
    calls = gateway.calls();
    owner = gateway.ownerKey();
    put("/projects/team", "{}");
    put("/projects/other", "{}");
    put("/admin-keys/team", admin(TEAM_KEY, "\"project-admin\", \"projects\": [\"team\"]"));
    put("/admin-keys/looker", admin(VIEWER_KEY, "\"viewer\""));
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static String admin(String key, String role) {
    return "{\"hash\": \"" + VirtualKey.hashOf(key) + "\", \"role\": " + role + "}";
  }

  private Reply put(String path, String body, String... headers) {
    return calls.call(owner, "PUT", path, body, headers);
  }

  private Reply get(String path) {
    return calls.call(owner, "GET", path, "");
  }

  private JsonNode key(String admin, String terms) {
    Reply reply = calls.call(admin, "POST", "/keys", terms);
    assertThat(reply.status()).as(reply.message()).isEqualTo(201);
    return reply.body();
  }

  @Test
  void shouldKeepTheFirstAdminKeyForItsOwnersEyes() throws Exception {
    Path file = gateway.folder().resolve("admin-key");

    assertThat(Files.readString(file).strip()).isEqualTo(owner);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(calls.call("sk-sluice-admin-wrong", "GET", "/keys", "").status()).isEqualTo(401);
  }

  @Test
  void shouldCreateReplaceAndDeleteByRevision() {
    String body = "{\"limits\": [{\"name\": \"all\", \"rpm\": 10}]}";

    Reply created = put("/projects/crud", body, "If-None-Match", "*");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().path("revision").asLong()).isEqualTo(1);
    assertThat(created.body().path("managed_by").asText()).isEqualTo("api");
    assertThat(get("/projects/crud").body()).isEqualTo(created.body());

    Reply again = put("/projects/crud", body, "If-None-Match", "*");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message()).contains("exists already, with revision 1");

    Reply replaced = put("/projects/crud", "{\"revision\": 1}");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.response().headers().firstValue("ETag")).contains("\"2\"");

    Reply stale = put("/projects/crud", body, "If-Match", "\"1\"");
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.body().path("error").path("code").asText()).isEqualTo("stale_revision");
    assertThat(stale.body().path("error").path("revision").asLong()).isEqualTo(2);

    Reply deleted = calls.call(owner, "DELETE", "/projects/crud", "", "If-Match", "2");
    assertThat(deleted.body().path("revision").asLong()).isEqualTo(3);
    assertThat(get("/projects/crud").status()).isEqualTo(404);
    assertThat(get("/projects/temm").message()).contains("Did you mean team");

    JsonNode audit = get("/audit?limit=20").body().path("items");
    assertThat(audit.findValuesAsText("result")).contains("APPLIED", "REFUSED_STALE");
    assertThat(audit.findValuesAsText("actor")).contains("admin-key/first");
  }

  @Test
  void shouldWriteDownWhatItRefused() {
    put("/projects/team/limits/refused", "{\"rpm\": -5}");
    put("/projects/team/budgets/refused", "{\"limit_usd\": \"100 EUR\"}");
    calls.call(VIEWER_KEY, "DELETE", "/projects/team", "");
    calls.call(TEAM_KEY, "POST", "/keys", "{\"project\": \"other\"}");
    calls.call("sk-sluice-admin-wrong", "PUT", "/projects/team", "{}");

    await()
        .untilAsserted(() ->
            assertThat(get("/audit?limit=1000").body().path("items"))
                .filteredOn(entry -> entry.path("result").asText().equals("REFUSED_BY_API"))
                .extracting(entry ->
                    entry.path("actor").asText()
                        + " "
                        + entry.path("kind").asText()
                        + "/"
                        + entry.path("name").asText()
                        + " "
                        + entry.path("reason").asText())
                .contains(
                    WRONG_BODY + "rpm is from 1 to 1000000000000.",
                    WRONG_BODY + "limit_usd is an amount in USD, as text: \"100\".",
                    "admin-key/looker project/team DELETE: forbidden",
                    "admin-key/team key/ POST: forbidden",
                    "nobody project/team PUT: wrong_admin_key"));
  }

  @Test
  void shouldWriteDownWhoCallsFromElsewhere() {
    JsonNode made =
        key(owner, "{\"project\": \"team\", \"name\": \"inside\", \"networks\": [\"10.0.0.0/8\"]}");

    assertThat(calls.models(made.path("key").asText())).isEqualTo(403);

    await()
        .untilAsserted(() ->
            assertThat(get("/audit?limit=1000").body().path("items"))
                .filteredOn(entry -> entry.path("kind").asText().equals("request"))
                .extracting(entry ->
                    entry.path("actor").asText()
                        + ": "
                        + entry.path("result").asText()
                        + ", "
                        + entry.path("reason").asText())
                .contains(
                    "key/"
                        + made.path("id").asText()
                        + ": REFUSED_BY_API, called from 127.0.0.1, not a network of the key"));
  }

  @Test
  void shouldLeaveWhatTheFileManages() {
    Reply refused = put("/projects/default", "{\"limits\": [{\"name\": \"all\", \"rpm\": 1}]}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("managed by the configuration file", "sluice apply");
    assertThat(get("/audit").body().toString()).contains("managed by the file");
    assertThat(get("/projects/default").body().path("revision").asLong()).isEqualTo(1);
  }

  private static Arguments refused(String path, String body, int status, String message) {
    return Arguments.of(path, body, status, message);
  }

  static Stream<Arguments> wrongBodies() {
    String limits = "/projects/team/limits/all";
    String budget = "/projects/team/budgets/month";
    return Stream.of(
        refused(limits, "{\"rpm\": -1}", 400, "rpm is from 1 to"),
        refused(limits, "{}", 400, "at least one of rpm"),
        refused(limits, "{\"rmp\": 1, \"tpm\": 1}", 400, "rmp; did you mean rpm?"),
        refused(budget, "{\"limit_usd\": \"100 EUR\"}", 400, "limit_usd is an amount in USD"),
        refused(budget, "{\"limit_usd\": \"-1\"}", 400, "limit is above 0"),
        refused(
            budget,
            "{\"limit_usd\": \"1\", \"timezone\": \"Europe/Berlni\"}",
            400,
            "timezone is a zone of the tz database"),
        refused(
            "/models/m",
            "{\"deployments\": [{\"use\": \"simulatr/echo\"}]}",
            400,
            "there is no provider 'simulatr'; did you mean 'simulator'?"),
        refused("/models/m", "{\"deployments\": [{\"use\": \"echo\"}]}", 400, "provider/model"),
        refused("/accounts/a", "{\"projects\": [\"taem\"]}", 400, "'taem'; did you mean 'team'?"),
        refused("/projects/Team", "{}", 400, "lower-case letters"),
        refused("/projects/p", "{\"budget\": []}", 400, "budget; did you mean budgets?"),
        refused("/projects/p", "[]", 400, "not a JSON object"),
        refused("/projects/p", "{\"a\": 1,, }", 400, "not JSON: line 1"),
        refused("/projects/p", "{\"name\": \"q\"}", 400, "another than that"),
        refused("/price-books/current", "{\"version\": \"x\"}", 400, "there is no price book"),
        refused(
            "/webhooks/w",
            "{\"url\": \"https://hooks.slack.com/services/T0/B0/x\"}",
            400,
            "url may be a secret itself; write a reference"),
        refused("/project/p", "{}", 404, "Did you mean projects"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("wrongBodies")
  void shouldSayWhatIsWrong(String path, String body, int status, String message) {
    Reply refused = put(path, body);

    assertThat(refused.message()).contains(message);
    assertThat(refused.status()).isEqualTo(status);
  }

  @Test
  void shouldRefuseToDeleteWhatOthersName() {
    Reply refused = calls.call(owner, "DELETE", "/projects/team", "");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("admin-key/team");
  }

  @Test
  void shouldNotLetAnOwnerShutItselfOut() {
    assertThat(put("/admin-keys/second", admin("sk-second", "\"owner\"")).status()).isEqualTo(201);

    assertThat(calls.call("sk-second", "DELETE", "/admin-keys/second", "").status()).isEqualTo(409);
    assertThat(
            calls
                .call("sk-second", "PUT", "/admin-keys/second", "{\"role\": \"viewer\"}")
                .message())
        .contains("of this very call");
    assertThat(put("/admin-keys/third", admin("sk-second", "\"owner\"")).message())
        .contains("admin-key/second already");
    assertThat(calls.call(owner, "DELETE", "/admin-keys/second", "").status()).isEqualTo(200);
    assertThat(calls.call("sk-second", "GET", "/projects", "").status()).isEqualTo(401);
  }

  @Test
  void shouldLetTheOldKeyOfARotationWorkForItsGrace() {
    JsonNode first = key(owner, "{\"project\": \"team\", \"name\": \"ci\", \"tags\": [\"a\"]}");
    String old = first.path("key").asText();
    assertThat(calls.models(old)).isEqualTo(200);

    JsonNode next =
        calls
            .call(
                owner,
                "POST",
                "/keys/" + first.path("id").asText() + "/rotate",
                "{\"grace\": \"1500ms\"}")
            .body();

    assertThat(calls.models(old)).isEqualTo(200);
    assertThat(calls.models(next.path("key").asText())).isEqualTo(200);
    assertThat(next.path("body").path("tags")).isEqualTo(first.path("body").path("tags"));
    assertThat(next.path("body").path("name").asText()).isEqualTo("ci");
    await().atMost(Duration.ofSeconds(5)).until(() -> calls.models(old) == 401);
    assertThat(calls.models(next.path("key").asText())).isEqualTo(200);
  }

  @Test
  void shouldEndARevokedKeyWithinASecond() {
    JsonNode made = key(owner, "{\"project\": \"team\", \"name\": \"leaked\"}");
    String id = made.path("id").asText();

    assertThat(calls.call(owner, "POST", "/keys/" + id + "/revoke", "").status()).isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> calls.models(made.path("key").asText()) == 401);
    assertThat(put("/keys/" + id, "{\"project\": \"team\"}").message())
        .contains("a revoked key stays so");
    assertThat(get("/keys/" + id).body().toString()).doesNotContain(made.path("key").asText());
  }

  @Test
  void shouldTakeUpAKeyByItsHash() {
    String own = "sk-of-our-own-0123456789";
    JsonNode made =
        key(
            owner,
            "{\"project\": \"team\", \"name\": \"own\", \"hash\": \"sha256:"
                + VirtualKey.hashOf(own)
                + "\"}");

    assertThat(made.has("key")).isFalse();
    assertThat(calls.models(own)).isEqualTo(200);
  }

  @Test
  void shouldKeepAProjectAdminToItsProjects() {
    JsonNode theirs = key(owner, "{\"project\": \"other\", \"name\": \"theirs\"}");
    JsonNode own = key(TEAM_KEY, "{\"project\": \"team\", \"name\": \"own\"}");
    String there = "/keys/" + theirs.path("id").asText();

    assertThat(own.path("body").has("hash")).isFalse();
    assertThat(calls.call(TEAM_KEY, "GET", there, "").status()).isEqualTo(404);
    assertThat(calls.call(TEAM_KEY, "POST", there + "/revoke", "").status()).isEqualTo(404);
    assertThat(calls.call(TEAM_KEY, "DELETE", there, "").status()).isEqualTo(404);
    assertThat(calls.call(TEAM_KEY, "GET", "/keys", "").body().toString())
        .contains(own.path("id").asText())
        .doesNotContain(theirs.path("id").asText());
    Reply foreign =
        calls.call(TEAM_KEY, "POST", "/keys", "{\"project\": \"other\", \"name\": \"x\"}");
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(foreign.message()).contains("for the projects team and not for other");
    Reply moved =
        calls.call(TEAM_KEY, "PUT", "/keys/" + own.path("id").asText(), "{\"project\": \"other\"}");
    assertThat(moved.status()).isEqualTo(403);
    assertThat(calls.call(TEAM_KEY, "PUT", "/projects/team/limits/keys", "{\"rpm\": 5}").status())
        .isEqualTo(201);
    assertThat(calls.call(TEAM_KEY, "PUT", "/projects/team", "{}").message())
        .contains("takes the role owner");
    assertThat(put("/webhooks/team", "{\"url\": \"env:TEAM_HOOK\"}").status()).isEqualTo(201);
    assertThat(calls.call(TEAM_KEY, "GET", "/webhooks/team", "").status()).isEqualTo(404);
    assertThat(calls.call(TEAM_KEY, "GET", "/audit", "").status()).isEqualTo(403);
  }

  @Test
  void shouldLetAViewerLookAlone() {
    assertThat(calls.call(VIEWER_KEY, "GET", "/admin-keys", "").body().path("items"))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(key.path("body").has("hash")).isFalse());
    assertThat(calls.call(VIEWER_KEY, "PUT", "/projects/team/limits/x", "{\"rpm\": 1}").status())
        .isEqualTo(403);
    assertThat(calls.call(VIEWER_KEY, "DELETE", "/projects/other", "").status()).isEqualTo(403);
    assertThat(calls.call(VIEWER_KEY, "PATCH", "/projects/other", "").status()).isEqualTo(405);
  }

  @Test
  void shouldChangeBudgetsOneByOne() {
    put("/projects/spender", "{}");
    String path = "/projects/spender/budgets/";

    assertThat(put(path + "month", "{\"limit_usd\": \"100\"}").status()).isEqualTo(201);
    assertThat(put(path + "day", "{\"limit_usd\": \"5\", \"cycle\": \"daily\"}").status())
        .isEqualTo(201);
    Reply raised = put(path + "month", "{\"limit_usd\": \"200\"}", "If-Match", "3");
    assertThat(raised.status()).isEqualTo(200);
    assertThat(raised.body().path("body").path("limit_usd").asText()).isEqualTo("200");
    assertThat(calls.call(owner, "DELETE", path + "day", "").body().path("revision").asLong())
        .isEqualTo(5);
    assertThat(get(path + "dya").status()).isEqualTo(404);
    assertThat(get("/projects/spender/budgets").body().path("items")).hasSize(1);
  }

  @Test
  void shouldTellWhatIsAppliedAndServeItsDescription() {
    assertThat(get("/config").body().path("applied_offset").asLong()).isPositive();
    assertThat(get("/config").body().path("problems")).isEmpty();

    HttpResponse<String> document = calls.page("/openapi.json");
    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(document.body()).contains("\"openapi\": \"3.1.0\"");
    assertThat(calls.page("/docs").body()).contains("/docs/docs.js").doesNotContain("://");
    assertThat(calls.page("/docs/docs.js").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldManageKeysFromTheCommandLine() {
    Ran made = gateway.run("keys", "create", "--project", "team", "--name", "cli", "--tag", "a");
    assertThat(made.code()).isZero();
    assertThat(calls.models(made.out())).isEqualTo(200);
    String id = VirtualKey.idOf(VirtualKey.hashOf(made.out()));
    assertThat(gateway.run("keys", "list", "--project", "team", "-o", "csv").out())
        .contains(id + ",cli,team,usable");

    Ran rotated = gateway.run("keys", "rotate", id, "--grace", "1h");
    assertThat(calls.models(rotated.out())).isEqualTo(200);
    assertThat(gateway.run("keys", "revoke", id).code()).isZero();
    assertThat(calls.models(made.out())).isEqualTo(401);
    assertThat(gateway.run("get", "keys", id, "-o", "yaml").out()).contains("revoked: true");
    assertThat(gateway.run("create", "projects", "from-cli").code()).isZero();
    assertThat(gateway.run("create", "projects", "from-cli").code()).isEqualTo(1);
    assertThat(gateway.run("delete", "projects", "from-cli").code()).isZero();
    assertThat(gateway.run("get", "providers").out()).contains("simulator");
  }

  @Test
  void shouldApplyAFileOverTheApi() throws Exception {
    Path file = gateway.folder().resolve("applied.yaml");
    String text =
        """
        simulator: { enabled: false }
        providers:
          house: { type: openai-compatible, base_url: "http://127.0.0.1:9/v1", price: { input: 1, output: 2 } }
        models: { filed: { deployments: [ { use: house/any } ] } }
        projects:
          filed: { limits: { rpm: %d }, keys: [ { name: k, hash: "sha256:%s" } ] }
        """;
    String hash = VirtualKey.hashOf("sk-of-the-file");
    Files.writeString(file, text.formatted(5, hash));

    Ran first = gateway.run("apply", "-f", file.toString());
    Ran again = gateway.run("apply", "-f", file.toString());
    Files.writeString(file, text.formatted(6, hash));
    Ran before = gateway.run("diff", "-f", file.toString(), "--output", "csv");
    Ran changed = gateway.run("apply", "-f", file.toString());
    Ran after = gateway.run("diff", "-f", file.toString(), "--output", "csv");

    assertThat(first.code()).isZero();
    assertThat(calls.models("sk-of-the-file")).isEqualTo(200);
    assertThat(get("/projects/filed").body().path("managed_by").asText()).isEqualTo("file");
    assertThat(again.out()).isEqualTo("in force; 0 objects changed");
    assertThat(before.code()).isEqualTo(1);
    assertThat(before.out()).contains("changed,project/filed,limits");
    assertThat(changed.out()).isEqualTo("in force; 1 objects changed");
    assertThat(after.code()).isZero();
    assertThat(after.out()).doesNotContain("changed,", "new,");
    assertThat(put("/projects/filed", "{}").status()).isEqualTo(409);
    assertThat(calls.call(TEAM_KEY, "PUT", "/projects/team?managed_by=file", "{}").status())
        .isEqualTo(403);
  }
}
