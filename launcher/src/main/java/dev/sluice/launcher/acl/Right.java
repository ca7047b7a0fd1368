package dev.sluice.launcher.acl;

import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What somebody may do with one resource, or with all whose names begin alike.
 *
 * @param on the resource, literal or by prefix
 * @param operations at least one
 */
public record Right(ResourcePattern on, Set<AclOperation> operations) {

  public Right {
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("a right without an operation on " + on);
    }
    operations = Set.copyOf(operations);
  }

  static Right literal(ResourceType type, String name, AclOperation... operations) {
    return new Right(new ResourcePattern(type, name, PatternType.LITERAL), Set.of(operations));
  }

  static Right prefixed(ResourceType type, String prefix, AclOperation... operations) {
    return new Right(new ResourcePattern(type, prefix, PatternType.PREFIXED), Set.of(operations));
  }

  /** The operations in Kafka's own order. */
  Set<AclOperation> ordered() {
    return EnumSet.copyOf(operations);
  }
}
