package dev.sluice.ingress.http;

import dev.sluice.schemas.config.ConfigBody;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.DeploymentUse;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.config.ModelRoute;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.config.Strategy;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.control.ConfigEntry;
import java.net.URI;
import java.util.List;

/** Configurations for tests. */
public final class TestConfig {
  public static final String KEY = "sk-sluice-test-0123456789";
  static final String KEY_ID = VirtualKey.idOf(VirtualKey.hashOf(KEY));

  private TestConfig() {}

  /** A configuration of these objects. */
  public static GatewayConfig of(ConfigBody... bodies) {
    GatewayConfig config = GatewayConfig.empty();
    long offset = 0;
    for (ConfigBody body : bodies) {
      config = config.with(entry(body), offset++);
    }
    return config;
  }

  /** A key of the project {@code search}. */
  public static VirtualKey key(String text, KeyTerms terms) {
    String hash = VirtualKey.hashOf(text);
    return new VirtualKey(VirtualKey.idOf(hash), "test", "search", hash, false, null, null, terms);
  }

  /** One provider, one model {@code assistant}, one project with {@link #KEY}. */
  public static GatewayConfig simple() {
    return with(KeyTerms.NONE);
  }

  /** The same with these terms of the key. */
  static GatewayConfig with(KeyTerms terms) {
    return of(
        new Provider("simulator", ProviderType.OPENAI, URI.create("http://127.0.0.1:1/v1"), null),
        new ModelRoute(
            "assistant",
            Strategy.PRIORITY,
            List.of(new DeploymentUse("simulator", "echo", null, null, null, null))),
        new Project("search"),
        key(KEY, terms));
  }

  /** The record of the configuration topic that says this. */
  static ConfigEntry entry(ConfigBody body) {
    ConfigObject object = ConfigObjects.of(body);
    ConfigEntry entry = new ConfigEntry();
    entry.setKind(object.kind());
    entry.setName(object.name());
    entry.setRevision(1L);
    entry.setBodyJson(object.bodyJson());
    entry.setManagedBy("file");
    entry.setDeleted(false);
    entry.setCommandId("");
    entry.setChangedAtMs(0L);
    return entry;
  }
}
