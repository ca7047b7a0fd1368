package dev.sluice.bench.mode;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.process.ChildProcess;
import java.util.List;

/**
 * A mode that runs.
 *
 * @param json asks it for a whole reply
 * @param stream asks it for a stream that tells the time
 * @param children the processes that were started for it, closed with it, last first
 * @param pids the processes whose processor time is its own; none where that is not known
 */
public record Subject(
    String name, Call json, Call stream, List<ChildProcess> children, List<Long> pids)
    implements AutoCloseable {

  public Subject {
    children = List.copyOf(children);
    pids = List.copyOf(pids);
  }

  /** One that is served by processes of its own. */
  static Subject of(String name, Call json, Call stream, List<ChildProcess> children) {
    return new Subject(
        name, json, stream, children, children.stream().map(ChildProcess::pid).toList());
  }

  @Override
  public void close() {
    children.reversed().forEach(ChildProcess::close);
  }
}
