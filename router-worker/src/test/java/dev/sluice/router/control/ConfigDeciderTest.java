package dev.sluice.router.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.control.AuditResult;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.control.ConfigOperation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigDeciderTest {
  private static ConfigCommand put(String id, String body, @Nullable Long basedOn) {
    return ConfigCommand.newBuilder()
        .setCommandId(id)
        .setKind("project")
        .setName("search")
        .setOperation(ConfigOperation.PUT)
        .setBodyJson(body)
        .setBasedOnRevision(basedOn)
        .setManagedBy("api")
        .build();
  }

  private static ConfigCommand delete(String id) {
    ConfigCommand command = put(id, "", null);
    command.setOperation(ConfigOperation.DELETE);
    return command;
  }

  private static ConfigEntry inForce(String body) {
    return entry(ConfigDecider.decide(put("first", body, 0L), null, 1));
  }

  private static ConfigEntry entry(ConfigDecider.Result result) {
    return Objects.requireNonNull(result.entry(), "nothing was applied");
  }

  private static AuditResult result(ConfigCommand command, @Nullable ConfigEntry inForce) {
    return ConfigDecider.decide(command, inForce, 5).audit().getResult();
  }

  @Test
  void shouldApplyAndRaiseTheRevision() {
    ConfigDecider.Result result =
        ConfigDecider.decide(put("c2", "{\"a\":2}", 1L), inForce("{\"a\":1}"), 5);

    assertThat(entry(result).getRevision()).isEqualTo(2);
    assertThat(result.audit().getResult()).isEqualTo(AuditResult.APPLIED);
  }

  @Test
  void shouldRefuseAChangeOfAnotherRevision() {
    ConfigDecider.Result result =
        ConfigDecider.decide(put("c2", "{\"a\":2}", 7L), inForce("{\"a\":1}"), 5);

    assertThat(result.entry()).isNull();
    assertThat(result.audit().getResult()).isEqualTo(AuditResult.REFUSED_STALE);
  }

  @Test
  void shouldOnlyWriteDownWhatTheAdminApiRefused() {
    ConfigCommand refused = put("c2", "{\"a\":2}", 1L);
    refused.setRefusal("PUT: forbidden");

    ConfigDecider.Result result = ConfigDecider.decide(refused, inForce("{\"a\":1}"), 5);

    assertThat(result.entry()).isNull();
    assertThat(result.audit().getResult()).isEqualTo(AuditResult.REFUSED_BY_API);
    assertThat(result.audit().getReason()).isEqualTo("PUT: forbidden");
    assertThat(result.audit().getRevision()).isEqualTo(1);
  }

  @Test
  void shouldRefuseToMakeWhatIsThere() {
    assertThat(result(put("c2", "{}", 0L), inForce("{\"a\":1}")))
        .isEqualTo(AuditResult.REFUSED_STALE);
  }

  @Test
  void shouldMakeNoRevisionWhereNothingChanges() {
    ConfigDecider.Result result =
        ConfigDecider.decide(
            put("c2", "{ \"b\":1, \"a\":[1] }", null), inForce("{\"a\":[1],\"b\":1}"), 5);

    assertThat(result.entry()).isNull();
    assertThat(result.audit().getResult()).isEqualTo(AuditResult.UNCHANGED);
  }

  @Test
  void shouldGoOnWithTheRevisionsAfterADeletion() {
    ConfigEntry deleted = entry(ConfigDecider.decide(delete("c2"), inForce("{\"a\":1}"), 5));
    assertThat(deleted.getDeleted()).isTrue();

    assertThat(entry(ConfigDecider.decide(put("c3", "{}", 0L), deleted, 6)).getRevision())
        .isEqualTo(3);
  }

  @Test
  void shouldNotApplyACommandTwice() {
    ConfigDecider.Result result =
        ConfigDecider.decide(put("first", "{\"a\":1}", 0L), inForce("{\"a\":1}"), 5);

    assertThat(result.entry()).isNull();
    assertThat(result.audit().getResult()).isEqualTo(AuditResult.APPLIED);
  }

  @Test
  void shouldLeaveWhatTheFileManagesToTheFile() {
    ConfigEntry ofTheFile = inForce("{\"a\":1}");
    ofTheFile.setManagedBy("file");

    assertThat(result(put("c2", "{\"a\":2}", 1L), ofTheFile))
        .isEqualTo(AuditResult.REFUSED_INVALID);
    assertThat(result(delete("c3"), ofTheFile)).isEqualTo(AuditResult.REFUSED_INVALID);
  }

  @Test
  void shouldRefuseWhatIsNoObject() {
    assertThat(result(put("c", "[1]", null), null)).isEqualTo(AuditResult.REFUSED_INVALID);
    assertThat(result(put("c", "{\"a\":1} x", null), null)).isEqualTo(AuditResult.REFUSED_INVALID);
  }
}
