package dev.sluice.dialects.responses;

import dev.sluice.dialects.json.JsonPieces;
import org.jspecify.annotations.Nullable;

/** An item that has been begun. */
final class OpenItem {
  private final Kind kind;
  private final String id;
  private final int index;
  private final StringBuilder text = new StringBuilder();
  private final JsonPieces arguments = new JsonPieces();
  private @Nullable String encrypted;
  private String callId = "";
  private @Nullable String name;

  /** What it is. */
  enum Kind {
    REASONING("rs"),
    TEXT("msg"),
    REFUSAL("msg"),
    CALL("fc");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    String prefix() {
      return prefix;
    }
  }

  OpenItem(Kind kind, String id, int index) {
    this.kind = kind;
    this.id = id;
    this.index = index;
  }

  Kind kind() {
    return kind;
  }

  String id() {
    return id;
  }

  int index() {
    return index;
  }

  String text() {
    return text.toString();
  }

  void append(String more) {
    text.append(more);
    if (kind == Kind.CALL) {
      arguments.add(more);
    }
  }

  /** Whether all arguments of the call have come, as far as one can tell. */
  boolean hasArguments() {
    return arguments.ended();
  }

  @Nullable String encrypted() {
    return encrypted;
  }

  void prove(String proof) {
    encrypted = proof;
  }

  void call(String given, @Nullable String function) {
    callId = given;
    name = function;
  }

  /** The item as it is so far. */
  String json(String status) {
    boolean going = status.equals("in_progress");
    return switch (kind) {
      case REASONING -> OutputItems.reasoning(id, going ? null : text(), encrypted);
      case TEXT, REFUSAL ->
          OutputItems.message(
              id, status, going ? null : OutputItems.part(kind == Kind.REFUSAL, text()));
      case CALL -> OutputItems.call(id, status, callId, name, going ? "" : arguments());
    };
  }

  String arguments() {
    return text.isEmpty() ? "{}" : text();
  }
}
