package dev.sluice.launcher.registry;

import com.fasterxml.jackson.databind.JsonNode;

/** What a request to the registry comes to. */
sealed interface RegistryReply {

  /** Status 200 with this body. */
  record Answer(JsonNode body) implements RegistryReply {}

  /** A status of failure, Confluent's error code for it, and a sentence for a person. */
  record Refusal(int status, int code, String message) implements RegistryReply {

    static Refusal subjectNotFound(String subject) {
      return new Refusal(404, 40401, "Subject '" + subject + "' not found.");
    }

    static Refusal versionNotFound(String version) {
      return new Refusal(404, 40402, "Version " + version + " not found.");
    }

    static Refusal schemaNotFound() {
      return new Refusal(404, 40403, "Schema not found");
    }

    static Refusal subjectWasDeleted(String subject) {
      return new Refusal(404, 40404, "Subject '" + subject + "' was deleted before.");
    }

    static Refusal versionWasDeleted(String subject, int version) {
      return new Refusal(
          404, 40406, "Version " + version + " of subject '" + subject + "' was deleted before.");
    }

    static Refusal levelNotSet(String subject) {
      return new Refusal(
          404, 40408, "Subject '" + subject + "' has no compatibility level of its own.");
    }

    static Refusal modeNotSet(String subject) {
      return new Refusal(404, 40409, "Subject '" + subject + "' has no mode of its own.");
    }

    static Refusal invalidSchema(String why) {
      return new Refusal(422, 42201, "Invalid schema: " + why);
    }

    static Refusal invalidVersion(String version) {
      return new Refusal(
          422,
          42202,
          "'" + version + "' is not a version. A version is a positive number or \"latest\".");
    }

    static Refusal invalidLevel() {
      return new Refusal(
          422,
          42203,
          "Invalid compatibility level. Valid ones are NONE, BACKWARD, BACKWARD_TRANSITIVE, FORWARD,"
              + " FORWARD_TRANSITIVE, FULL and FULL_TRANSITIVE.");
    }

    static Refusal notOffered(String what) {
      return new Refusal(422, 42205, what);
    }

    static Refusal incompatible(String subject, CompatibilityLevel level, String details) {
      return new Refusal(
          409,
          409,
          "Schema being registered is incompatible with an earlier schema for subject \""
              + subject
              + "\" under "
              + level
              + ": "
              + details);
    }

    static Refusal notConfirmed() {
      return new Refusal(
          500,
          50001,
          "Kafka did not confirm the change in time; ask again to see whether it holds.");
    }

    static Refusal overloaded() {
      return new Refusal(503, 503, "Too many changes are waiting; try again.");
    }
  }
}
