package dev.sluice.launcher;

import dev.sluice.launcher.assembly.StartFailure;
import dev.sluice.launcher.broker.BrokerStartException;
import dev.sluice.schemas.report.TopicUnreadableException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Turns what stopped a command into a message and an exit code. */
final class Refusals implements CommandLine.IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    if (failure instanceof StartFailure
        || failure instanceof BrokerStartException
        || failure instanceof TopicUnreadableException) {
      line.getErr().println("sluice: " + failure.getMessage());
      return 1;
    }
    LoggerFactory.getLogger(Refusals.class)
        .atError()
        .setCause(failure)
        .log("the command failed for a reason that it did not expect");
    line.getErr().println("sluice: " + failure);
    return 70;
  }
}
