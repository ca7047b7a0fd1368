package dev.sluice.dialects.recordings;

import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says, whole or in pieces, whatever the dialect.
 *
 * @param dialect that it was read from
 * @param error that ended it, null where none did
 */
record Told(
    String dialect, List<Said> choices, @Nullable TokenUsage usage, @Nullable ErrorInfo error) {

  /** A call of a tool; the arguments as text. */
  record Call(String id, String name, String arguments) {}

  /** Opaque data that goes back, in order; of hidden reasoning, it is all there is. */
  record Proof(ContentKind of, String value) {}

  /** What one choice says. */
  record Said(
      int index,
      String text,
      String refusal,
      List<String> reasoning,
      List<Proof> proofs,
      List<Call> calls,
      FinishReason finish) {

    /** Proofs of reasoning, hidden or not. */
    List<String> ofReasoning() {
      return proofs.stream()
          .filter(proof ->
              proof.of() == ContentKind.REASONING || proof.of() == ContentKind.REDACTED_REASONING)
          .map(Proof::value)
          .toList();
    }
  }

  /** Whether a caller of this dialect reads it as its provider wrote it. */
  boolean isOf(String caller) {
    return dialect.equals(caller);
  }

  static Told of(CanonicalReply reply) {
    List<Said> choices = new ArrayList<>();
    for (Choice choice : reply.getChoices()) {
      Fold fold = new Fold(choice.getIndex());
      choice.getParts().forEach(fold::part);
      fold.finish = choice.getFinishReason();
      choices.add(fold.said());
    }
    return new Told(reply.getDialect(), choices, reply.getUsage(), null);
  }

  static Told of(String dialect, List<CanonicalEvent> events) {
    Map<Integer, Fold> folds = new TreeMap<>();
    TokenUsage usage = null;
    ErrorInfo error = null;
    for (CanonicalEvent event : events) {
      switch (event.getKind()) {
        case USAGE -> usage = event.getUsage();
        case ERROR -> error = event.getError();
        case START, CHUNK, STOP, EXTRAS, UNKNOWN -> {}
        default -> folds.computeIfAbsent(event.getChoice(), Fold::new).event(event);
      }
    }
    return new Told(dialect, folds.values().stream().map(Fold::said).toList(), usage, error);
  }

  /** What has been said so far. */
  private static final class Fold {
    private final int index;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final TreeMap<Integer, StringBuilder> reasoning = new TreeMap<>();
    private final List<Proof> proofs = new ArrayList<>();
    private final TreeMap<Integer, Call> calls = new TreeMap<>();
    private FinishReason finish = FinishReason.UNKNOWN;

    Fold(int index) {
      this.index = index;
    }

    Said said() {
      return new Said(
          index,
          text.toString(),
          refusal.toString(),
          reasoning.values().stream().map(StringBuilder::toString).toList(),
          List.copyOf(proofs),
          List.copyOf(calls.values()),
          finish);
    }

    void part(ContentPart part) {
      String said = orEmpty(part.getText());
      switch (part.getKind()) {
        case TEXT -> text.append(said);
        case REFUSAL -> refusal.append(said);
        case REASONING -> {
          if (part.getText() != null) {
            reasoning.put(reasoning.size(), new StringBuilder(said));
          }
        }
        case REDACTED_REASONING ->
            proofs.add(new Proof(ContentKind.REDACTED_REASONING, orEmpty(part.getRedactedData())));
        case TOOL_CALL ->
            calls.put(
                calls.size(),
                new Call(
                    orEmpty(part.getToolCallId()),
                    orEmpty(part.getToolName()),
                    orEmpty(part.getArguments())));
        case IMAGE, AUDIO, VIDEO, FILE, TOOL_RESULT, PROVIDER, UNKNOWN -> {}
      }
      proof(part.getKind(), part.getSignature());
    }

    private void proof(ContentKind of, @Nullable String signature) {
      if (signature != null && !signature.isEmpty()) {
        proofs.add(new Proof(of, signature));
      }
    }

    void event(CanonicalEvent event) {
      String said = orEmpty(event.getText());
      switch (event.getKind()) {
        case TEXT_DELTA -> text.append(said);
        case REFUSAL_DELTA -> refusal.append(said);
        case REASONING_DELTA ->
            reasoning.computeIfAbsent(event.getPart(), any -> new StringBuilder()).append(said);
        case SIGNATURE -> {
          boolean ofText = event.getPartKind() == ContentKind.TEXT;
          proof(ofText ? ContentKind.TEXT : ContentKind.REASONING, event.getText());
        }
        case PART_START -> {
          if (event.getPartKind() == ContentKind.REDACTED_REASONING) {
            proofs.add(new Proof(ContentKind.REDACTED_REASONING, said));
          }
        }
        case TOOL_CALL_START -> {
          proof(ContentKind.TOOL_CALL, Signatures.of(event));
          calls.put(
              event.getTool(), new Call(orEmpty(event.getId()), orEmpty(event.getName()), said));
        }
        case TOOL_ARGS_DELTA ->
            calls.computeIfPresent(
                event.getTool(),
                (tool, call) -> new Call(call.id(), call.name(), call.arguments() + said));
        case FINISH -> finish = event.getFinishReason();
        default -> {}
      }
    }

    private static String orEmpty(@Nullable String text) {
      return text == null ? "" : text;
    }
  }
}
