package dev.sluice.bench;

import dev.sluice.bench.load.ClosedLoad;
import dev.sluice.bench.load.LoadReport;
import dev.sluice.bench.load.OpenLoad;
import dev.sluice.bench.load.StreamLoad;
import dev.sluice.bench.load.Window;
import dev.sluice.bench.mode.Bodies;
import dev.sluice.bench.mode.Mode;
import dev.sluice.bench.mode.Providers;
import dev.sluice.bench.mode.Subject;
import dev.sluice.bench.process.ProcStat;
import dev.sluice.bench.result.Conditions;
import dev.sluice.bench.result.CpuTime;
import dev.sluice.bench.result.Figures;
import dev.sluice.bench.result.Measurement;
import dev.sluice.bench.result.Point;
import java.time.Duration;
import java.util.List;

/** Puts load on subjects. One thread. */
final class Measuring {

  private static final int MOST_OPEN = 512;
  private static final Duration PROVIDERS_ALONE = Duration.ofSeconds(Conditions.MOST_SECONDS_ALONE);

  private final Providers providers;
  private final Settings settings;

  Measuring(Providers providers, Settings settings) {
    this.providers = providers;
    this.settings = settings;
  }

  /** Load of each kind that will be measured, so that the JVMs have compiled what they need. */
  void warmUp(Subject subject) {
    List<Point> kinds =
        settings.points().stream()
            .filter(point -> point != Point.HALF)
            // One call at a time compiles little; the time is better spent on many.
            .map(point -> point == Point.ONE ? Point.SOME : point)
            .distinct()
            .toList();
    if (kinds.isEmpty()) {
      return;
    }
    Duration length = subject.name().equals(Mode.DIRECT) ? shorter() : settings.warmUp();
    Progress.say("warming up " + subject.name() + ", " + length.toSeconds() + " s");
    for (Point kind : kinds) {
      closed(subject, kind, Window.of(Duration.ZERO, length.dividedBy(kinds.size())));
    }
  }

  /** For the providers alone: they are under load when the gateways are warmed up, too. */
  private Duration shorter() {
    return settings.warmUp().compareTo(PROVIDERS_ALONE) < 0 ? settings.warmUp() : PROVIDERS_ALONE;
  }

  /** Measures a closed loop or streams. */
  Measurement measure(Subject subject, Point point, int round) {
    CpuClock clock = new CpuClock(subject);
    return told(subject, point, round, 0, closed(subject, point, window(point, clock)), clock);
  }

  /** Measures at a fixed rate. */
  Measurement measureHalf(Subject subject, int round, double rate) throws InterruptedException {
    CpuClock clock = new CpuClock(subject);
    LoadReport report =
        new OpenLoad(subject.json(), rate, MOST_OPEN).run(window(Point.HALF, clock));
    return told(subject, Point.HALF, round, rate, report, clock);
  }

  private static LoadReport closed(Subject subject, Point point, Window window) {
    return point == Point.STREAMS
        ? new StreamLoad(subject.stream(), point.connections(), Bodies.PIECES, Bodies.STREAM_LENGTH)
            .run(window)
        : new ClosedLoad(subject.json(), point.connections()).run(window);
  }

  private Window window(Point point, CpuClock clock) {
    // Streams are begun one by one over their length; before that the load is not whole.
    Duration leadIn =
        point == Point.STREAMS ? Bodies.STREAM_LENGTH.plus(settings.leadIn()) : settings.leadIn();
    return new Window(leadIn, Duration.ofSeconds(settings.seconds()), clock::begin, clock::end);
  }

  private Measurement told(
      Subject subject, Point point, int round, double rate, LoadReport report, CpuClock clock) {
    Measurement measurement =
        new Measurement(subject.name(), point, round, rate, report, clock.used());
    long each = report.done() == 0 ? 0 : clock.used().gateway() / report.done();
    Progress.say(
        String.format(
            "round %d  %-15s %-12s %8s/s  p50 %s  p99 %s  p99.9 %s ms  %d us%s",
            round,
            point.title(),
            subject.name(),
            Figures.rate(report.perSecond()),
            Figures.millis(report.latency().p50Nanos()),
            Figures.millis(report.latency().p99Nanos()),
            Figures.millis(report.latency().p999Nanos()),
            each,
            report.errors() == 0 ? "" : "  " + report.errors() + " ERRORS"));
    return measurement;
  }

  /** Reads the processor time of all processes at the edges of the window. */
  private final class CpuClock {
    private final Subject subject;
    private long gateway;
    private long provider;
    private long generator;

    private CpuClock(Subject subject) {
      this.subject = subject;
    }

    private void begin() {
      add(-1);
    }

    private void end() {
      add(1);
    }

    private void add(int sign) {
      gateway += sign * ProcStat.cpuMicros(subject.pids());
      provider += sign * ProcStat.cpuMicros(providers.pids());
      generator += sign * ProcStat.cpuMicros(List.of(ProcessHandle.current().pid()));
    }

    private CpuTime used() {
      return new CpuTime(gateway, provider, generator);
    }
  }
}
