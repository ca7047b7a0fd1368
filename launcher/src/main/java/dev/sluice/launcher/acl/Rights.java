package dev.sluice.launcher.acl;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.sluice.cost.CostRole;
import dev.sluice.observability.ObservabilityRole;
import dev.sluice.provider.ProviderRole;
import dev.sluice.router.RouterRole;
import dev.sluice.schemas.topic.Parties;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * Who needs which rights. Topics come from the catalogue; consumer groups, transactions and the
 * topics of Kafka Streams from the roles.
 *
 * <p>A role has its rights on the topics of all providers and projects by prefix, since they come
 * with the configuration. Names of providers and projects have no dots, so that a prefix which ends
 * in one covers no other project's.
 */
public final class Rights {
  /** Stands for a name in those topics of the catalogue that there are several of. */
  private static final String ANY = "<any>";

  private Rights() {}

  /** Of a role, or of who works beside them. */
  public static List<Right> of(Grantee grantee, Topics topics) {
    List<Right> rights = new ArrayList<>();
    // Each looks which topics are there, and which partitions they have.
    rights.add(Right.prefixed(TOPIC, topics.prefix(), DESCRIBE));
    everyTopic(topics).forEach(topic -> add(rights, topic, grantee));
    switch (grantee) {
      // The admin API tells how far the cost stream is behind.
      case INGRESS -> rights.add(Right.literal(GROUP, CostRole.group(topics), DESCRIBE));
      case ROUTER_WORKER -> {
        rights.set(0, Right.prefixed(TOPIC, topics.prefix(), DESCRIBE, CREATE));
        RouterRole.groups(topics).forEach(group -> rights.add(member(group)));
        rights.add(ownTopics(RouterRole.groups(topics).getFirst()));
      }
      case PROVIDER_WORKERS -> {
        ProviderRole.groups(topics)
            .forEach(group -> rights.add(Right.literal(GROUP, group, READ, ALTER_CONFIGS)));
        rights.add(Right.prefixed(GROUP, ProviderRole.webhookGroups(topics), READ));
      }
      case COST_STREAM -> {
        String group = CostRole.group(topics);
        rights.add(member(group));
        rights.add(ownTopics(group));
        rights.add(Right.prefixed(TRANSACTIONAL_ID, group + "-", WRITE));
      }
      case OBSERVABILITY_STREAM -> {
        rights.add(member(ObservabilityRole.group(topics)));
        rights.add(ownTopics(ObservabilityRole.group(topics)));
      }
      case LAUNCHER -> rights.set(0, Right.prefixed(TOPIC, topics.prefix(), DESCRIBE, CREATE));
      case OPERATORS -> {
        rights.add(Right.literal(GROUP, CostRole.group(topics), DESCRIBE));
        rights.add(Right.literal(CLUSTER, Resource.CLUSTER_NAME, DESCRIBE, DESCRIBE_CONFIGS));
      }
      case ANALYSTS -> {
        rights.add(Right.literal(GROUP, CostRole.group(topics), DESCRIBE));
        rights.add(Right.prefixed(GROUP, topics.prefix() + Parties.ANALYSTS + '.', READ));
      }
    }
    return List.copyOf(rights);
  }

  /**
   * Of the authors of a project's batch requests. The right to write there is the proof of the
   * project. Their consumer groups begin with {@link #groupPrefix}.
   *
   * @param project checked by the caller to be a name
   */
  public static List<Right> ofAuthors(String project, Topics topics) {
    List<Right> rights = new ArrayList<>();
    for (Topic<?> topic : topics.batchOf(project)) {
      Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
      if (topic.writers().contains(Parties.AUTHORS)) {
        operations.add(WRITE);
      }
      if (topic.readers().contains(Parties.AUTHORS)) {
        operations.add(READ);
      }
      add(rights, new ResourcePattern(TOPIC, topic.name(), PatternType.LITERAL), operations);
    }
    rights.add(Right.prefixed(GROUP, groupPrefix(project, topics), READ));
    return List.copyOf(rights);
  }

  /** What the consumer groups of a project's authors begin with. */
  public static String groupPrefix(String project, Topics topics) {
    return topics.prefix() + "batch." + project + '.';
  }

  static List<Topic<?>> everyTopic(Topics topics) {
    List<Topic<?>> all = new ArrayList<>(topics.fixed());
    all.addAll(topics.dispatchOf(ANY));
    all.addAll(topics.batchOf(ANY));
    return all;
  }

  private static void add(List<Right> rights, Topic<?> topic, Grantee grantee) {
    Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
    if (grantee.isAmong(topic.readers())) {
      operations.add(READ);
    }
    if (grantee.isAmong(topic.writers())) {
      operations.add(WRITE);
    }
    add(rights, pattern(topic), operations);
  }

  private static void add(List<Right> rights, ResourcePattern on, Set<AclOperation> operations) {
    if (operations.isEmpty()) {
      return;
    }
    for (int i = 0; i < rights.size(); i++) {
      if (rights.get(i).on().equals(on)) {
        Set<AclOperation> both = EnumSet.copyOf(rights.get(i).operations());
        both.addAll(operations);
        rights.set(i, new Right(on, both));
        return;
      }
    }
    rights.add(new Right(on, operations));
  }

  private static ResourcePattern pattern(Topic<?> topic) {
    int any = topic.name().indexOf(ANY);
    return any < 0
        ? new ResourcePattern(TOPIC, topic.name(), PatternType.LITERAL)
        : new ResourcePattern(TOPIC, topic.name().substring(0, any), PatternType.PREFIXED);
  }

  /** Read includes the right to describe. */
  private static Right member(String group) {
    return Right.literal(GROUP, group, READ);
  }

  /** Stores' logs and repartition topics, which Kafka Streams makes and clears. */
  private static Right ownTopics(String application) {
    return Right.prefixed(TOPIC, application + "-", READ, WRITE, CREATE, DELETE);
  }
}
