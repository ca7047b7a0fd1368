package dev.sluice.router.topology;

import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * This owner must not go on: somebody newer took its partition, or the log does not hold what it
 * appended. Kafka Streams drops the tasks of its thread as they are and joins the group anew; what
 * they held is rebuilt from the log.
 */
final class StaleOwnerException extends TaskMigratedException {
  private static final long serialVersionUID = 1L;

  StaleOwnerException(String message) {
    super(message);
  }

  StaleOwnerException(String message, Throwable cause) {
    super(message, cause);
  }
}
