package dev.sluice.launcher.assembly;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.errors.TimeoutException;

/** What Sluice needs of a Kafka, and whether a cluster has it. */
public final class KafkaNeeds {
  /** Level of the feature {@code metadata.version} that a finished Kafka 4.2 has. */
  public static final int OLDEST_METADATA_LEVEL = 29;

  /** What to do about an older one. */
  public static final String UPGRADE =
      "Sluice needs Kafka 4.2 or newer; upgrade the brokers and run kafka-features upgrade";

  private static final String METADATA_VERSION = "metadata.version";

  private KafkaNeeds() {}

  /** Level of {@code metadata.version} that the cluster works at, 0 where it tells none. */
  public static int metadataLevel(FeatureMetadata features) {
    FinalizedVersionRange range = features.finalizedFeatures().get(METADATA_VERSION);
    return range == null ? 0 : range.maxVersionLevel();
  }

  /** Why this cluster will not do; empty where it does. */
  static Optional<String> missing(FeatureMetadata features) {
    int level = metadataLevel(features);
    return level >= OLDEST_METADATA_LEVEL
        ? Optional.empty()
        : Optional.of(
            "is too old (its metadata level is "
                + level
                + ", not "
                + OLDEST_METADATA_LEVEL
                + "): "
                + UPGRADE);
  }

  /**
   * Asks the cluster. Blocks on Kafka.
   *
   * @param atMost how long a cluster that is starting is waited for
   * @return why it will not do, to come after its address; empty where it does
   */
  static Optional<String> missing(Admin admin, Duration atMost) throws InterruptedException {
    DescribeFeaturesOptions options =
        new DescribeFeaturesOptions().timeoutMs(Math.toIntExact(atMost.toMillis()));
    try {
      return missing(admin.describeFeatures(options).featureMetadata().get());
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case TimeoutException late -> unanswered("within " + atMost.toSeconds() + " s");
        case null -> unanswered("(" + e.getMessage() + ")");
        case Throwable other ->
            unanswered("(" + other.getClass().getSimpleName() + ": " + other.getMessage() + ")");
      };
    }
  }

  private static Optional<String> unanswered(String how) {
    return Optional.of(
        "does not answer "
            + how
            + "; start Kafka there, or name another one in kafka.bootstrap_servers of the"
            + " configuration (SLUICE_KAFKA_BOOTSTRAP_SERVERS)");
  }
}
