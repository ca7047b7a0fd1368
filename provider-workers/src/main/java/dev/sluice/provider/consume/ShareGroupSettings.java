package dev.sluice.provider.consume;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of the share group, which live on the broker. They stand before the first dispatch:
 * by default a share group begins at the end of a topic and loses what was there.
 */
final class ShareGroupSettings {
  private static final Logger LOG = LoggerFactory.getLogger(ShareGroupSettings.class);
  private static final int TIMEOUT_S = 15;
  private static final String FEATURE = "share.version";

  /** Without it dispatches are lost. */
  private static final Map<String, String> NEEDED = Map.of("share.auto.offset.reset", "earliest");

  /** Brokers bound these and older ones do not know all of them; each is tried alone. */
  private static final Map<String, String> WISHED =
      Map.of(
          "share.record.lock.duration.ms", "30000",
          "share.delivery.count.limit", "10");

  private ShareGroupSettings() {}

  /** What came of {@link #apply}. */
  enum Outcome {
    /** The needed settings stand. */
    APPLIED,
    /** Kafka did not answer or refused. */
    NOT_NOW,
    /** This cluster has no share groups, or has them switched off. */
    NO_SHARE_GROUPS
  }

  /** Sets them. Blocks on Kafka. */
  static Outcome apply(Admin admin, String group) {
    if (!hasShareGroups(admin)) {
      return Outcome.NO_SHARE_GROUPS;
    }
    if (!set(admin, group, NEEDED)) {
      return Outcome.NOT_NOW;
    }
    WISHED.forEach((name, value) -> set(admin, group, Map.of(name, value)));
    return Outcome.APPLIED;
  }

  /** Where Kafka does not answer they are taken to be there: the settings then fail too. */
  private static boolean hasShareGroups(Admin admin) {
    try {
      FinalizedVersionRange range =
          admin
              .describeFeatures()
              .featureMetadata()
              .get(TIMEOUT_S, TimeUnit.SECONDS)
              .finalizedFeatures()
              .get(FEATURE);
      return range != null && range.maxVersionLevel() > 0;
    } catch (ExecutionException | TimeoutException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Whether a member of this client id has partitions of the group. Blocks on Kafka. */
  static boolean isAssigned(Admin admin, String group, String clientId) {
    try {
      return admin
          .describeShareGroups(List.of(group))
          .all()
          .get(TIMEOUT_S, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(described -> described.members().stream())
          .anyMatch(member ->
              member.clientId().equals(clientId)
                  && !member.assignment().topicPartitions().isEmpty());
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean set(Admin admin, String group, Map<String, String> settings) {
    Collection<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(setting ->
                new AlterConfigOp(
                    new ConfigEntry(setting.getKey(), setting.getValue()), OpType.SET))
            .toList();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    try {
      admin
          .incrementalAlterConfigs(Map.of(resource, List.copyOf(changes)))
          .all()
          .get(TIMEOUT_S, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      LOG.atDebug()
          .addKeyValue("settings", settings)
          .addKeyValue("error", String.valueOf(e.getCause()))
          .log("A setting of the share group was not taken");
      return false;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
