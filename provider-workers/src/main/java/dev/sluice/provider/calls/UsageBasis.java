package dev.sluice.provider.calls;

import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import dev.sluice.schemas.usage.Usages;
import java.util.Optional;
import java.util.OptionalLong;

/** What the usage of an attempt rests on. Pure. */
sealed interface UsageBasis {
  /** Tokens that are added to the estimated input of a cut call, and the part of it that is. */
  long LEAST_INPUT_MARGIN = 8;

  long INPUT_MARGIN_PART = 10;

  /** The provider read no token: never reached, or it refused by status. */
  record Nothing() implements UsageBasis {}

  /** The answer is complete; {@code told} is empty where it does not count. */
  record Complete(Optional<TokenUsage> told) implements UsageBasis {}

  /**
   * The call ended too early, by us or by a break, so that what was told is not the last word.
   *
   * @param unseenOutput output tokens that were made, as far as one can suppose, and never seen
   * @param silentShare what was made since the last piece, as a share of what came
   * @param underWay pieces that were sent, as far as one can suppose, and did not come
   */
  record Cut(Optional<TokenUsage> told, long unseenOutput, double silentShare, int underWay)
      implements UsageBasis {}

  /**
   * How far a call had come that is cut.
   *
   * @param askedForMs since the request was written
   * @param silentShare see {@link Cut}; 0 where nothing came
   * @param caughtUp whether all that the provider had sent has been read
   */
  record Progress(long askedForMs, double silentShare, boolean caughtUp) {}

  /** Tokens as we count them. Asked for only where they are needed: counting takes time. */
  interface Estimates {
    long input();

    /** The input tokens that are held for the attempt; {@link Long#MAX_VALUE} where none are. */
    long mostInput();

    long output();

    /** Of the largest piece of output. */
    long largestPiece();
  }

  /**
   * What a call that failed may have cost: nothing before it was sent or where it was refused.
   *
   * @param state at the failure
   * @param told what the provider said of usage until then
   * @param progress until then
   */
  static UsageBasis ofFailure(
      CallState state,
      ErrorKind kind,
      Attempt attempt,
      Optional<TokenUsage> told,
      Progress progress) {
    boolean refused =
        state instanceof CallState.Answering answering && answering.status() / 100 != 2;
    if (refused || state instanceof CallState.Connecting) {
      return new Nothing();
    }
    boolean unseen = !attempt.streamed() && kind != ErrorKind.PROVIDER_MALFORMED;
    return new Cut(
        told,
        unseen ? UnseenOutput.tokens(attempt, progress.askedForMs()) : 0,
        kind == ErrorKind.IDLE_TIMEOUT ? 0 : progress.silentShare(),
        progress.caughtUp() ? 1 : 2);
  }

  /** Whether {@link #usage} needs estimates. */
  static boolean needsEstimates(UsageBasis basis) {
    return switch (basis) {
      case Nothing ignored -> false;
      case Complete complete -> complete.told().filter(Usages::isKnown).isEmpty();
      case Cut ignored -> true;
    };
  }

  /** The usage; never null, and its source says where it comes from. */
  static TokenUsage usage(UsageBasis basis, Estimates estimates) {
    return switch (basis) {
      case Nothing ignored -> Usages.none();
      case Complete complete -> complete(complete, estimates);
      case Cut cut -> cut(cut, estimates);
    };
  }

  private static TokenUsage complete(Complete complete, Estimates estimates) {
    TokenUsage told = complete.told().orElseGet(Usages::unknown);
    return Usages.isKnown(told)
        ? told
        : Usages.withEstimates(told, estimates.input(), estimates.output());
  }

  /**
   * Input as told, else estimated with a margin, for a tokenizer that is not public may count a
   * little more and nobody is going to correct it, but no more than is held: beyond it all of the
   * attempt might come into a dearer tier than its hold covers. Below it the margin may choose the
   * tier, since what the tokenizer counts more may as well. Output is what came, with what was made
   * since at the pace of the provider and what was on its way taken for the largest pieces, or what
   * the provider told where that is more.
   */
  private static TokenUsage cut(Cut cut, Estimates estimates) {
    TokenUsage told = cut.told().orElseGet(Usages::unknown);
    long seen = estimates.output();
    long output =
        seen
            + (long) (seen * cut.silentShare())
            + cut.underWay() * estimates.largestPiece()
            + cut.unseenOutput();
    OptionalLong toldOutput = Usages.outputTokens(told);
    if (Usages.inputTokens(told).isEmpty() || told.getSource() == UsageSource.UNKNOWN) {
      long input = estimates.input();
      long margin = Math.max(LEAST_INPUT_MARGIN, input / INPUT_MARGIN_PART);
      return Usages.estimated(
          Math.min(input + margin, estimates.mostInput()), Math.max(output, toldOutput.orElse(0)));
    }
    TokenUsage.Builder merged = TokenUsage.newBuilder(told).setSource(UsageSource.ESTIMATED);
    if (toldOutput.isEmpty() || toldOutput.getAsLong() < output) {
      merged.setOutput(output).setReasoning(null).setAudioOutput(null);
    }
    return merged.build();
  }
}
