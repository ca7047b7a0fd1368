package dev.sluice.launcher.acl;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.topic.Parties;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class RightsTest {
  private static final Topics TOPICS = new Topics("sluice.", TopicSizing.embedded(1 << 20));
  private static final GrantCommands COMMANDS =
      new GrantCommands(List.of("kafka-acls.sh"), "User:alice");

  @Test
  void shouldGiveAuthorsTheirOwnTopicsByName() {
    assertThat(COMMANDS.lines(Rights.ofAuthors("search", TOPICS)))
        .containsExactly(
            "kafka-acls.sh --add --allow-principal User:alice --operation Write"
                + " --topic sluice.batch.search.requests",
            "kafka-acls.sh --add --allow-principal User:alice --operation Read"
                + " --topic sluice.batch.search.replies"
                + " --topic sluice.batch.search.dead-letter",
            "kafka-acls.sh --add --allow-principal User:alice --operation Read"
                + " --resource-pattern-type prefixed --group sluice.batch.search.");
  }

  @Test
  void shouldKnowEverybodyInTheCatalogue() {
    Stream<String> parties =
        Rights.everyTopic(TOPICS).stream()
            .flatMap(topic -> Stream.concat(topic.writers().stream(), topic.readers().stream()));

    assertThat(parties)
        .allMatch(party ->
            Grantee.of(party).isPresent()
                || List.of(Parties.ALL_ROLES, Parties.ANY_ROLE, Parties.AUTHORS).contains(party));
  }

  @Test
  void shouldLetOnlyTheWritersOfATopicWrite() {
    for (Topic<?> topic : TOPICS.fixed()) {
      List<Grantee> writers =
          Arrays.stream(Grantee.values()).filter(g -> may(g, WRITE, topic.name())).toList();

      assertThat(writers)
          .as(topic.name())
          .containsExactlyElementsOf(
              Arrays.stream(Grantee.values()).filter(g -> g.isAmong(topic.writers())).toList());
    }
  }

  @Test
  void shouldLetOnlyTheReadersOfATopicRead() {
    for (Topic<?> topic : TOPICS.fixed()) {
      List<Grantee> readers =
          Arrays.stream(Grantee.values()).filter(g -> may(g, READ, topic.name())).toList();

      assertThat(readers)
          .as(topic.name())
          .containsExactlyElementsOf(
              Arrays.stream(Grantee.values()).filter(g -> g.isAmong(topic.readers())).toList());
    }
  }

  @Test
  void shouldLetOnlyRouterAndLauncherMakeTopics() {
    assertThat(Arrays.stream(Grantee.values()).filter(g -> may(g, CREATE, "sluice.anything")))
        .containsExactly(Grantee.ROUTER_WORKER, Grantee.LAUNCHER);
  }

  @Test
  void shouldQuoteAPrincipalWithBlanks() {
    GrantCommands commands = new GrantCommands(List.of("kafka-acls.sh"), "User:CN=O'Neil, C=IE");

    assertThat(commands.lines(Rights.ofAuthors("search", TOPICS)))
        .allMatch(line -> line.contains(" --allow-principal 'User:CN=O'\\''Neil, C=IE' "));
  }

  private static boolean may(Grantee grantee, AclOperation operation, String topic) {
    return Rights.of(grantee, TOPICS).stream()
        .filter(right -> right.on().resourceType() == ResourceType.TOPIC)
        .filter(right -> right.operations().contains(operation))
        .anyMatch(right ->
            right.on().patternType() == PatternType.PREFIXED
                ? topic.startsWith(right.on().name())
                : topic.equals(right.on().name()));
  }
}
