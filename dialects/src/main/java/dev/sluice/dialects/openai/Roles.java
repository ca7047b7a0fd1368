package dev.sluice.dialects.openai;

import dev.sluice.schemas.chat.Role;

/** The words for roles. */
final class Roles {
  private Roles() {}

  static Role of(String word) {
    return switch (word) {
      case "system" -> Role.SYSTEM;
      case "developer" -> Role.DEVELOPER;
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "tool" -> Role.TOOL;
      case "function" -> Role.FUNCTION;
      default -> Role.UNKNOWN;
    };
  }

  static String word(Role role) {
    return switch (role) {
      case SYSTEM -> "system";
      case DEVELOPER -> "developer";
      case USER -> "user";
      case TOOL -> "tool";
      case FUNCTION -> "function";
      case ASSISTANT, UNKNOWN -> "assistant";
    };
  }
}
