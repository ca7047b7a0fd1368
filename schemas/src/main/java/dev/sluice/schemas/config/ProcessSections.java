package dev.sluice.schemas.config;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the sections that are for the process itself. */
final class ProcessSections {
  private static final long MOST_MEDIA = 100_000_000;
  private static final ScalarForm<String> INSTANCE =
      new ScalarForm<>(
          "a name of letters, digits and . _ -, up to 63",
          "worker-1",
          text ->
              Pattern.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}", text)
                  ? Optional.of(text)
                  : Optional.empty());

  private static final ScalarForm<String> PREFIX =
      new ScalarForm<>(
          "a beginning of topic names: letters, digits and . _ -, up to 60",
          "sluice.",
          text ->
              Pattern.matches("[A-Za-z0-9._-]{1,60}", text) ? Optional.of(text) : Optional.empty());

  private static final ScalarForm<String> SERVERS =
      new ScalarForm<>(
          "host:port, several with commas between them",
          "kafka-1:9092,kafka-2:9092",
          text ->
              Pattern.matches(
                      "[A-Za-z0-9._\\[\\]:-]+:[0-9]{1,5}(,[A-Za-z0-9._\\[\\]:-]+:[0-9]{1,5})*",
                      text)
                  ? Optional.of(text)
                  : Optional.empty());

  private static final ScalarForm<URI> REGISTRY =
      new ScalarForm<>(
          ScalarForm.BASE_URL.expected(), "http://registry:8081", ScalarForm.BASE_URL.parse());

  /** Kafka properties that hold a secret, whatever their value looks like. */
  private static final Pattern SECRET_PROPERTY =
      Pattern.compile(
          ".*(password|secret|sasl\\.jaas\\.config|basic\\.auth\\.user\\.info|\\.key)$");

  private static final Set<String> OWN_PROPERTIES =
      Set.of("bootstrap.servers", "schema.registry.url", "group.id", "client.id");

  private final ReadContext context;

  ProcessSections(ReadContext context) {
    this.context = context;
  }

  ServerSettings server(YamlSection section) {
    ServerSettings standard = ServerSettings.DEFAULTS;
    ServerSettings settings =
        new ServerSettings(
            section.value("host", ScalarForm.HOST_NAME, standard.host()),
            section.value("port", ScalarForm.PORT, standard.port()),
            section.value("admin_port", ScalarForm.PORT, standard.adminPort()),
            section.value(
                "body_limit",
                ScalarForm.bytes(ServerSettings.LARGEST_BODY, "20MB"),
                standard.bodyLimit()),
            section.value(
                "keep_alive_comment", ScalarForm.SPAN_OF_TIME, standard.keepAliveComment()),
            section.value(
                "max_open_requests", ScalarForm.count(1, 1_000_000), standard.maxOpenRequests()),
            section.value("drain_timeout", ScalarForm.SPAN_OF_TIME, standard.drainTimeout()));
    section.notYet("tls", "put a proxy that speaks TLS before Sluice");
    if (settings.port() != 0 && settings.port() == settings.adminPort()) {
      section.problem(
          section.keyAt("admin_port"),
          section.pathOf("admin_port"),
          "is the same port as " + section.pathOf("port"),
          "choose another");
    }
    section.finish();
    return settings;
  }

  BrokerSettings broker(YamlSection section) {
    boolean external = section.has("bootstrap_servers") || section.has("schema_registry");
    boolean embedded = section.value("embedded", ScalarForm.FLAG, !external);
    BrokerSettings.Place place = embedded ? embedded(section) : external(section);
    if (embedded && external) {
      section.problem(
          section.keyAt("embedded"),
          section.path(),
          "the broker is either embedded or at bootstrap_servers",
          "take one of them out");
    }
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, SecretReference> secret = new LinkedHashMap<>();
    properties(section.section("properties"), plain, secret);
    BrokerSettings settings =
        new BrokerSettings(
            place,
            plain,
            secret,
            section.value("topic_prefix", PREFIX, BrokerSettings.DEFAULT_TOPIC_PREFIX),
            section.value(
                "partitions",
                ScalarForm.count(1, 1_000),
                embedded
                    ? BrokerSettings.EMBEDDED_PARTITIONS
                    : BrokerSettings.EXTERNAL_PARTITIONS));
    section.finish();
    return settings;
  }

  private BrokerSettings.Place embedded(YamlSection section) {
    BrokerSettings.Embedded standard = new BrokerSettings.Embedded(9092, 8081, "sluice-data");
    section.has("bootstrap_servers");
    section.has("schema_registry");
    return new BrokerSettings.Embedded(
        section.value("port", ScalarForm.PORT, standard.port()),
        section.value("registry_port", ScalarForm.PORT, standard.registryPort()),
        section.value("data_dir", ScalarForm.TEXT, standard.dataDir()));
  }

  private BrokerSettings.Place external(YamlSection section) {
    for (String key : new String[] {"port", "registry_port", "data_dir"}) {
      if (section.has(key)) {
        section.problem(
            section.keyAt(key), section.pathOf(key), "is for the embedded broker", "take it out");
      }
    }
    return new BrokerSettings.External(
        required(section, "bootstrap_servers", SERVERS),
        required(section, "schema_registry", REGISTRY));
  }

  private static <T> String required(YamlSection section, String key, ScalarForm<T> form) {
    if (!section.has(key)) {
      section.problem(
          section.at(), section.pathOf(key), "is missing", "write for example " + form.example());
    }
    return section.value(key, form).map(Object::toString).orElse("");
  }

  private void properties(
      YamlSection section, Map<String, String> plain, Map<String, SecretReference> secret) {
    for (String name : section.keys()) {
      Optional<Scalar> scalar = section.scalar(name);
      if (scalar.isEmpty()) {
        continue;
      }
      Optional<SecretReference> reference = SecretReference.parse(scalar.get().text());
      if (OWN_PROPERTIES.contains(name)) {
        section.problem(
            section.keyAt(name), section.pathOf(name), "is set by Sluice itself", "take it out");
      } else if (reference.isPresent()) {
        secret.put(name, reference.get());
        Secrets.check(context, scalar.get(), reference.get());
      } else if (SECRET_PROPERTY.matcher(name).matches()) {
        Secrets.refuse(context, scalar.get(), "KAFKA_SECRET");
      } else {
        plain.put(name, scalar.get().text());
      }
    }
  }

  WorkerSettings workers(YamlSection section) {
    WorkerSettings standard = WorkerSettings.DEFAULTS;
    String instance = section.value("instance_id", INSTANCE).orElse(null);
    int slots = section.value("slots", ScalarForm.count(1, 100_000), standard.slots());
    int batch =
        section.value(
            "batch_slots", ScalarForm.count(0, 100_000), Math.min(standard.batchSlots(), slots));
    if (batch > slots) {
      section.problem(
          section.keyAt("batch_slots"),
          section.pathOf("batch_slots"),
          "is more than " + section.pathOf("slots") + ", which is " + slots,
          "batch requests use some of the slots");
      batch = slots;
    }
    RemoteMediaSettings media = remoteMedia(section.section("remote_media"));
    String plugins = section.value("plugins", ScalarForm.TEXT, standard.plugins());
    section.finish();
    return new WorkerSettings(instance, slots, batch, media, plugins);
  }

  private static RemoteMediaSettings remoteMedia(YamlSection section) {
    RemoteMediaSettings standard = RemoteMediaSettings.DEFAULTS;
    RemoteMediaSettings settings =
        new RemoteMediaSettings(
            section.value("max_bytes", ScalarForm.bytes(MOST_MEDIA, "100MB"), standard.maxBytes()),
            section.value("timeout", ScalarForm.SPAN_OF_TIME, standard.timeout()),
            section.value("private_networks", ScalarForm.FLAG, standard.privateNetworks()));
    section.finish();
    return settings;
  }

  RouterSettings router(YamlSection section, boolean embedded) {
    Duration session =
        embedded
            ? RouterSettings.EMBEDDED_SESSION_TIMEOUT
            : RouterSettings.EXTERNAL_SESSION_TIMEOUT;
    String instance = section.value("instance_id", INSTANCE).orElse(null);
    RouterSettings settings =
        new RouterSettings(
            instance,
            section.value("state_dir", ScalarForm.TEXT, RouterSettings.DEFAULTS.stateDir()),
            section.value("session_timeout", ScalarForm.SPAN_OF_TIME, session));
    section.finish();
    return settings;
  }

  SimulatorSettings simulator(YamlSection section) {
    SimulatorSettings settings =
        new SimulatorSettings(
            section.value("enabled", ScalarForm.FLAG, SimulatorSettings.DEFAULTS.enabled()),
            section.value("port", ScalarForm.PORT, SimulatorSettings.DEFAULTS.port()));
    section.finish();
    return settings;
  }
}
