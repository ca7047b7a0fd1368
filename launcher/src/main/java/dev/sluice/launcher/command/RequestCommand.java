package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.reply.Delivery;
import dev.sluice.schemas.reply.RequestOutcome;
import dev.sluice.schemas.reply.StageTime;
import dev.sluice.schemas.report.SpendAnswer;
import dev.sluice.schemas.report.TopicScan;
import dev.sluice.schemas.usage.TokenUsage;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice request}. */
@Command(
    name = "request",
    mixinStandardHelpOptions = true,
    description = "What became of a request.",
    subcommands = RequestCommand.Show.class)
public final class RequestCommand {
  /** {@code sluice request show ID}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Stages with times, attempts, tokens, cost, and why it moved on.")
  public static final class Show implements Callable<Integer> {
    private static final long CLOCK_MARGIN_MS = 60_000;

    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "ID", description = "x-request-id of the reply.")
    private String id = "";

    @Override
    public Integer call() {
      OptionalLong made = RequestId.timeOf(id);
      if (made.isEmpty()) {
        System.err.println(
            "sluice: " + id + " is no request id; it is in the reply's header x-request-id");
        return 2;
      }
      SluiceFile file = config.load(System.getenv(), Set.of());
      Connection connection = Connection.of(file, System.getenv());
      TopicScan scan = Scans.of(connection);
      long since = made.getAsLong() - CLOCK_MARGIN_MS;
      Found found = new Found();
      scan.each(connection.topics().attempts(), since, found::attempt);
      scan.each(connection.topics().outcomes(), since, found::outcome);
      scan.each(connection.topics().deliveries(), since, found::delivery);
      if (found.isEmpty()) {
        System.err.println("sluice: no role has told of request " + id + " (yet, or any more)");
        return 1;
      }
      found.print(System.out, made.getAsLong());
      return 0;
    }

    private final class Found {
      private final List<AttemptEvent> attempts = new ArrayList<>();
      private @Nullable RequestOutcome outcome;
      private @Nullable Delivery delivery;

      void attempt(AttemptEvent event) {
        if (event.getRequestId().equals(id)) {
          attempts.add(event);
        }
      }

      void outcome(RequestOutcome candidate) {
        if (candidate.getRequestId().equals(id)) {
          outcome = candidate;
        }
      }

      void delivery(Delivery candidate) {
        if (candidate.getRequestId().equals(id)) {
          delivery = candidate;
        }
      }

      boolean isEmpty() {
        return attempts.isEmpty() && outcome == null && delivery == null;
      }

      void print(PrintStream out, long madeMs) {
        out.println("request " + id + ", made " + Instant.ofEpochMilli(madeMs));
        printOutcome(out);
        for (AttemptEvent event : attempts) {
          printAttempt(out, event, madeMs);
        }
        if (delivery != null) {
          out.println(
              "  delivery   "
                  + delivery.getEnd()
                  + ", HTTP "
                  + delivery.getHttpStatus()
                  + ", "
                  + delivery.getBytes()
                  + " bytes, first after "
                  + ms(delivery.getFirstByteMs())
                  + ", all after "
                  + ms(delivery.getEndedMs()));
        }
      }

      private void printOutcome(PrintStream out) {
        RequestOutcome end = outcome;
        if (end == null) {
          out.println("  not ended yet");
          return;
        }
        out.println(
            "  project "
                + end.getProject()
                + ", model "
                + end.getRequestedModel()
                + ", "
                + (end.getStream() ? "stream" : "whole reply"));
        out.println(
            "  ended "
                + end.getEnd()
                + " on "
                + (end.getDeployment().isEmpty() ? "no deployment" : end.getDeployment())
                + ", cost "
                + cost(end.getCostNanoUsd())
                + ", prices "
                + end.getPriceVersion());
        if (end.getError() != null) {
          out.println(
              "  error      "
                  + end.getError().getKind()
                  + " at "
                  + end.getError().getStage()
                  + ": "
                  + end.getError().getMessage());
        }
        for (StageTime stage : end.getStages()) {
          out.printf(
              "  stage      %-10s %8.1f ms%n", stage.getStage(), stage.getDurationUs() / 1000.0);
        }
        for (AttemptSummary attempt : end.getAttempts()) {
          if (!attempt.getErrorKind().isEmpty()) {
            out.println(
                "  moved on   from attempt "
                    + attempt.getAttemptNumber()
                    + " ("
                    + attempt.getDeployment()
                    + "): "
                    + attempt.getErrorKind()
                    + " "
                    + attempt.getMessage());
          }
        }
      }

      private void printAttempt(PrintStream out, AttemptEvent event, long madeMs) {
        StringBuilder line = new StringBuilder("  attempt ");
        line.append(event.getAttemptNumber()).append("  ").append(event.getKind());
        line.append(" on ").append(event.getDeployment());
        line.append(", ").append(event.getAtMs() - madeMs).append(" ms after the request");
        if (event.getKind() == AttemptEventKind.OUTCOME
            || event.getKind() == AttemptEventKind.WRITTEN_OFF) {
          line.append(", ").append(event.getStatus());
          if (!event.getErrorKind().isEmpty()) {
            line.append(" (").append(event.getErrorKind()).append(')');
          }
          line.append(", ").append(event.getLatencyMs()).append(" ms, first token after ");
          line.append(ms(event.getTtftMs())).append(", ").append(tokens(event.getUsage()));
          line.append(", cost ").append(cost(event.getCostNanoUsd()));
        }
        out.println(line);
      }
    }

    private static String tokens(@Nullable TokenUsage usage) {
      if (usage == null) {
        return "tokens unknown";
      }
      return "tokens "
          + usage.getSource()
          + " in "
          + count(usage.getInput())
          + " cached "
          + count(usage.getCachedInput())
          + " out "
          + count(usage.getOutput())
          + " reasoning "
          + count(usage.getReasoning());
    }

    private static String count(@Nullable Long tokens) {
      return tokens == null ? "?" : tokens.toString();
    }

    private static String ms(@Nullable Long ms) {
      return ms == null ? "?" : ms + " ms";
    }

    private static String cost(@Nullable Long nanoUsd) {
      return nanoUsd == null ? "unpriced" : SpendAnswer.usd(nanoUsd) + " USD";
    }
  }
}
