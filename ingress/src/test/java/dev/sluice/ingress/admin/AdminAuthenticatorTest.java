package dev.sluice.ingress.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.schemas.config.AdminKey;
import dev.sluice.schemas.config.AdminRole;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.control.ConfigEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminAuthenticatorTest {
  private static final AdminKey OPS =
      new AdminKey("ops", VirtualKey.hashOf("sk-ops"), AdminRole.OWNER, List.of());
  private static final AdminKey TEAM =
      new AdminKey(
          "team", VirtualKey.hashOf("sk-team"), AdminRole.PROJECT_ADMIN, List.of("search"));

  private static GatewayConfig config() {
    return with(with(GatewayConfig.empty(), OPS), TEAM);
  }

  private static GatewayConfig with(GatewayConfig config, AdminKey key) {
    ConfigObject object = ConfigObjects.of(key);
    return config.with(
        ConfigEntry.newBuilder()
            .setKind(object.kind())
            .setName(object.name())
            .setBodyJson(object.bodyJson())
            .setRevision(1)
            .build(),
        1);
  }

  private static int status(@Nullable String header, GatewayConfig config) {
    return catchThrowableOfType(
            RefusedException.class, () -> AdminAuthenticator.authenticate(header, config))
        .error()
        .status();
  }

  @Test
  void shouldFindTheHolder() {
    assertThat(AdminAuthenticator.authenticate("bearer  sk-team ", config()).key()).isEqualTo(TEAM);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"none", "Bearer", "Bearer ", "Basic sk-ops", "Bearer sk-opS", "Bearer sk-ops x"},
      nullValues = "none")
  void shouldRefuseWhoeverHoldsNone(@Nullable String header) {
    assertThat(status(header, config())).isEqualTo(401);
  }

  @Test
  void shouldBeClosedWithoutAnyKey() {
    assertThat(status("Bearer sk-ops", GatewayConfig.empty())).isEqualTo(403);
  }

  @Test
  void shouldShowAProjectAdminItsOwn() {
    AdminCaller caller = new AdminCaller(TEAM);

    assertThat(caller.sees(ConfigKind.PROJECT, "search", config())).isTrue();
    assertThat(caller.sees(ConfigKind.PROJECT, "other", config())).isFalse();
    assertThat(caller.sees(ConfigKind.KEY, "key_0", config())).isFalse();
    assertThat(caller.sees(ConfigKind.ADMIN_KEY, "team", config())).isFalse();
    assertThat(caller.sees(ConfigKind.MODEL, "assistant", config())).isTrue();
  }
}
