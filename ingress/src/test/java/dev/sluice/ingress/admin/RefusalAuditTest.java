package dev.sluice.ingress.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.ingress.audit.FloodBound;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.control.ConfigOperation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalAuditTest {
  private static final AdminError FORBIDDEN = AdminError.forbidden("not for 'other'.");

  private final List<ConfigCommand> written = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final RefusalAudit audit =
      new RefusalAudit(written::add, new IngressMetrics(meters), () -> now);

  @Test
  void shouldSayWhoWantedWhatAndWhyNot() {
    audit.refused(
        "admin-key/team",
        "PUT",
        List.of("projects", "search", "limits", "all"),
        AdminError.invalid("rpm: expected a whole number, found '-5'."));

    assertThat(written).hasSize(1);
    ConfigCommand command = written.getFirst();
    assertThat(command.getActor()).isEqualTo("admin-key/team");
    assertThat(command.getKind()).isEqualTo("project");
    assertThat(command.getName()).isEqualTo("search");
    assertThat(command.getRefusal())
        .isEqualTo("PUT: invalid: rpm: expected a whole number, found '-5'.");
    // A router that does not know refusals yet makes nothing of it.
    assertThat(command.getOperation()).isEqualTo(ConfigOperation.UNSPECIFIED);
    assertThat(command.getBodyJson()).isEmpty();
  }

  @Test
  void shouldKeepOutWhatMayBeAKeyOrAForeignName() {
    audit.refused(
        "nobody", "DELETE", List.of("keys", "sk-sluice-0123456789abcdef"), AdminError.wrongKey());
    audit.refused("nobody", "PURGE x", List.of("what-is-this", "y"), FORBIDDEN);

    assertThat(written)
        .extracting(ConfigCommand::getKind, ConfigCommand::getName, ConfigCommand::getRefusal)
        .containsExactly(
            tuple("key", "", "DELETE: wrong_admin_key"),
            tuple("", "y", "another method: forbidden"));
  }

  @Test
  void shouldWriteDownOnlySoManyOfOneActor() {
    List<String> path = List.of("projects", "search");
    for (int i = 0; i < 1_000; i++) {
      audit.refused(RefusalAudit.NOBODY, "PUT", path, AdminError.wrongKey());
    }
    assertThat(written).hasSize(FloodBound.BURST);

    audit.refused("admin-key/team", "PUT", path, FORBIDDEN);
    assertThat(written).hasSize(FloodBound.BURST + 1);

    now = now.plus(FloodBound.EVERY);
    audit.refused(RefusalAudit.NOBODY, "PUT", path, AdminError.wrongKey());
    audit.refused(RefusalAudit.NOBODY, "PUT", path, AdminError.wrongKey());
    assertThat(written).hasSize(FloodBound.BURST + 2);
    assertThat(written.getLast().getRefusal())
        .isEqualTo("PUT: wrong_admin_key (and 940 refusals before, not written down)");
    assertThat(meters.counter("sluice.ingress.admin.refusals", "kind", "wrong_admin_key").count())
        .isEqualTo(1_002);
  }

  @Test
  void shouldOnlyCountWhoLooksAndWhatIsNotTheCallersFault() {
    audit.refused("admin-key/team", "GET", List.of("audit"), FORBIDDEN);
    audit.refused("admin-key/team", "PUT", List.of("projects", "x"), AdminError.busy());

    assertThat(written).isEmpty();
    assertThat(meters.counter("sluice.ingress.admin.refusals", "kind", "busy").count())
        .isEqualTo(1);
  }
}
