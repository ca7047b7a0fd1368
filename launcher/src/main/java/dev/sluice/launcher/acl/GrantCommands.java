package dev.sluice.launcher.acl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * Rights as commands for a shell. Rights to do the same with resources of one kind are one command.
 *
 * @param tool and the options that it needs to reach the cluster
 * @param principal as Kafka's authorizer knows it, such as {@code User:alice}
 */
public record GrantCommands(List<String> tool, String principal) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@-]+");

  private record Alike(ResourceType type, PatternType pattern, Set<AclOperation> operations) {}

  public GrantCommands {
    tool = List.copyOf(tool);
  }

  /** One command a line. */
  public List<String> lines(List<Right> rights) {
    Map<Alike, List<String>> alike = new LinkedHashMap<>();
    for (Right right : rights) {
      alike
          .computeIfAbsent(
              new Alike(right.on().resourceType(), right.on().patternType(), right.ordered()),
              first -> new ArrayList<>())
          .add(right.on().name());
    }
    return alike.entrySet().stream().map(entry -> line(entry.getKey(), entry.getValue())).toList();
  }

  private String line(Alike alike, List<String> names) {
    List<String> words = new ArrayList<>(tool);
    words.addAll(List.of("--add", "--allow-principal", principal));
    for (AclOperation operation : alike.operations()) {
      words.add("--operation");
      words.add(SecurityUtils.operationName(operation));
    }
    if (alike.pattern() == PatternType.PREFIXED) {
      words.addAll(List.of("--resource-pattern-type", "prefixed"));
    }
    for (String name : names) {
      words.addAll(resource(alike.type(), name));
    }
    return String.join(" ", words.stream().map(GrantCommands::quoted).toList());
  }

  private static List<String> resource(ResourceType type, String name) {
    return switch (type) {
      case TOPIC -> List.of("--topic", name);
      case GROUP -> List.of("--group", name);
      case TRANSACTIONAL_ID -> List.of("--transactional-id", name);
      case CLUSTER -> List.of("--cluster");
      default -> throw new IllegalArgumentException("no option for a resource of type " + type);
    };
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
