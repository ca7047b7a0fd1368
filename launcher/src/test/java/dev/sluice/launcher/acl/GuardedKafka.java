package dev.sluice.launcher.acl;

import dev.sluice.launcher.broker.EmbeddedBroker;
import dev.sluice.launcher.broker.EmbeddedBrokerConfig;
import dev.sluice.launcher.registry.CompatibilityLevel;
import dev.sluice.launcher.registry.RegistryConfig;
import dev.sluice.launcher.registry.SchemaRegistryServer;
import dev.sluice.schemas.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A broker that knows its users by SASL/PLAIN and lets none of them do what no ACL allows. */
final class GuardedKafka implements AutoCloseable {
  private static final String ADMIN = "admin";

  private final EmbeddedBroker broker;
  private final SchemaRegistryServer registry;

  GuardedKafka(Path data, List<String> users) {
    String known =
        users.stream()
            .map(user -> " user_%s=\"%s\"".formatted(user, password(user)))
            .collect(Collectors.joining());
    broker =
        EmbeddedBroker.start(
            new EmbeddedBrokerConfig(
                data,
                EmbeddedBrokerConfig.LOOPBACK,
                0,
                0,
                Map.of(
                    "listener.security.protocol.map",
                    "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                    "sasl.enabled.mechanisms",
                    "PLAIN",
                    "sasl.mechanism.inter.broker.protocol",
                    "PLAIN",
                    "listener.name.plaintext.plain.sasl.jaas.config",
                    login(ADMIN, " user_admin=\"" + password(ADMIN) + '"' + known),
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                    // Nobody: the broker itself, on the listener of its controller.
                    "super.users",
                    "User:admin;User:ANONYMOUS")));
    registry =
        SchemaRegistryServer.start(
            new RegistryConfig(
                broker.bootstrapServers(),
                EmbeddedBrokerConfig.LOOPBACK,
                0,
                client(ADMIN),
                CompatibilityLevel.FULL_TRANSITIVE));
  }

  private static String password(String user) {
    return user + "-password";
  }

  private static String login(String user, String more) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;"
        .formatted(user, password(user), more);
  }

  private static Map<String, String> client(String user) {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        login(user, ""));
  }

  /** How this user reaches it. */
  KafkaSettings as(String user) {
    return new KafkaSettings(broker.bootstrapServers(), registry.url(), client(user));
  }

  /** How who may do everything reaches it. */
  KafkaSettings asAdmin() {
    return as(ADMIN);
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
