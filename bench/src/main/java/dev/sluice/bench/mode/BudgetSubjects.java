package dev.sluice.bench.mode;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.process.ChildProcess;

/**
 * One gateway that answers two projects.
 *
 * @param free asks for the project without budgets and limits
 * @param bound asks for the one under six budgets and limits
 */
public record BudgetSubjects(Call free, Call bound, ChildProcess gateway) implements AutoCloseable {

  @Override
  public void close() {
    gateway.close();
  }
}
