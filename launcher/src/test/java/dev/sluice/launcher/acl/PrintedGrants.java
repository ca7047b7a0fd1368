package dev.sluice.launcher.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Reads a printed command as {@code kafka-acls.sh} does, and fails at anything that it lacks. */
final class PrintedGrants {
  @Option(names = "--bootstrap-server", required = true)
  private String bootstrapServer = "";

  @Option(names = "--add", required = true)
  private boolean add;

  @Option(names = "--allow-principal", required = true)
  private String principal = "";

  @Option(names = "--operation", required = true)
  private List<String> operations = List.of();

  @Option(names = "--resource-pattern-type")
  private String pattern = "literal";

  @Option(names = "--topic")
  private List<String> topics = List.of();

  @Option(names = "--group")
  private List<String> groups = List.of();

  @Option(names = "--transactional-id")
  private List<String> transactionalIds = List.of();

  @Option(names = "--cluster")
  private boolean cluster;

  private PrintedGrants() {}

  /** What the command adds. Its words hold no blanks. */
  static List<AclBinding> read(String line) {
    String[] words = line.split(" ", 2);
    if (!words[0].equals("kafka-acls.sh")) {
      throw new AssertionError("not a command: " + line);
    }
    PrintedGrants grants = new PrintedGrants();
    new CommandLine(grants).parseArgs(words[1].split(" "));
    return grants.bindings();
  }

  private List<AclBinding> bindings() {
    List<AclBinding> all = new ArrayList<>();
    topics.forEach(name -> add(all, ResourceType.TOPIC, name));
    groups.forEach(name -> add(all, ResourceType.GROUP, name));
    transactionalIds.forEach(name -> add(all, ResourceType.TRANSACTIONAL_ID, name));
    if (cluster) {
      add(all, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
    }
    return all;
  }

  private void add(List<AclBinding> all, ResourceType type, String name) {
    PatternType how = PatternType.fromString(pattern.toUpperCase(Locale.ROOT));
    for (String text : operations) {
      AclOperation operation = SecurityUtils.operation(text);
      all.add(
          new AclBinding(
              new ResourcePattern(type, name, how),
              new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
    }
  }
}
