package dev.sluice.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Key by key changes to a behaviour. One object serves one call.
 *
 * <p>The keys: {@code latency_ms ttft_ms tps out reasoning cached cache_write cache_write_1h
 * choices tool rounds fault times after retry_after fault_pct fail_model seed exchange}. Several
 * faults are separated by {@code |}.
 */
final class Directives {

  private Pace pace;
  private Size size;
  private FaultPlan plan;
  private long seed;
  private String exchange;

  Directives(Behaviour start) {
    this.pace = start.pace();
    this.size = start.size();
    this.plan = start.faultPlan();
    this.seed = start.seed();
    this.exchange = start.exchange();
  }

  Behaviour behaviour() {
    return new Behaviour(pace, size, plan, seed, exchange);
  }

  /** Applies one change; tells what is wrong with it, or nothing. */
  Optional<String> apply(String key, String value) {
    String name = key.toLowerCase(Locale.ROOT).replace('-', '_');
    try {
      return set(name, value)
          ? Optional.empty()
          : Optional.of("unknown simulator key '" + key + "'");
    } catch (IllegalArgumentException e) {
      return Optional.of("simulator key '" + key + "' cannot be '" + value + "'");
    }
  }

  private boolean set(String key, String value) {
    return setPace(key, value)
        || setSize(key, value)
        || setFault(key, value)
        || setRest(key, value);
  }

  private boolean setPace(String key, String value) {
    switch (key) {
      case "latency_ms" -> pace = new Pace(count(value), pace.ttftMs(), pace.tokensPerSecond());
      case "ttft_ms" -> pace = new Pace(pace.latencyMs(), count(value), pace.tokensPerSecond());
      case "tps" -> pace = new Pace(pace.latencyMs(), pace.ttftMs(), Double.parseDouble(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean setSize(String key, String value) {
    Size s = size;
    switch (key) {
      case "out" -> size = size(count(value), s.reasoning(), s.cachedInput());
      case "reasoning" -> size = size(s.output(), count(value), s.cachedInput());
      case "cached" -> size = size(s.output(), s.reasoning(), count(value));
      case "cache_write" -> size = written(count(value), s.cacheWrite1h());
      case "cache_write_1h" -> size = written(s.cacheWrite(), count(value));
      case "choices" -> size = answer(count(value), s.tool(), s.rounds());
      case "tool" -> size = answer(s.choices(), value, s.rounds());
      case "rounds" -> size = answer(s.choices(), s.tool(), count(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private Size size(int output, int reasoning, int cached) {
    Size s = size;
    return new Size(
        output,
        reasoning,
        cached,
        s.cacheWrite(),
        s.cacheWrite1h(),
        s.choices(),
        s.tool(),
        s.rounds());
  }

  private Size written(int cacheWrite, int cacheWrite1h) {
    Size s = size;
    return new Size(
        s.output(),
        s.reasoning(),
        s.cachedInput(),
        cacheWrite,
        cacheWrite1h,
        s.choices(),
        s.tool(),
        s.rounds());
  }

  private Size answer(int choices, String tool, int rounds) {
    Size s = size;
    return new Size(
        s.output(),
        s.reasoning(),
        s.cachedInput(),
        s.cacheWrite(),
        s.cacheWrite1h(),
        choices,
        tool,
        rounds);
  }

  private boolean setFault(String key, String value) {
    FaultPlan p = plan;
    switch (key) {
      case "fault" -> plan = plan(faults(value), p.percent(), p.after(), p.retryAfterSeconds());
      case "fault_pct" -> plan = plan(p.faults(), percent(value), p.after(), p.retryAfterSeconds());
      case "after" -> plan = plan(p.faults(), p.percent(), count(value), p.retryAfterSeconds());
      case "retry_after" -> plan = plan(p.faults(), p.percent(), p.after(), count(value));
      case "fail_model" ->
          plan =
              new FaultPlan(
                  p.faults(), p.percent(), p.after(), p.retryAfterSeconds(), value, p.times());
      case "times" -> plan = p.withTimes(count(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private FaultPlan plan(List<Fault> faults, double percent, int after, int retryAfter) {
    return new FaultPlan(faults, percent, after, retryAfter, plan.onlyModel(), plan.times());
  }

  private boolean setRest(String key, String value) {
    switch (key) {
      case "seed" -> seed = Long.parseLong(value);
      case "exchange" -> exchange = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Reads {@code 429|cut}; {@code none} takes away what the configuration says. */
  static List<Fault> faults(String value) {
    List<Fault> found = new ArrayList<>();
    if (value.equals("none")) {
      return found;
    }
    for (String name : value.split("[|,]")) {
      found.add(
          Fault.named(name).orElseThrow(() -> new IllegalArgumentException("no fault " + name)));
    }
    return found;
  }

  private static double percent(String value) {
    double percent = Double.parseDouble(value);
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentage is between 0 and 100");
    }
    return percent;
  }

  private static int count(String value) {
    int count = Integer.parseInt(value);
    if (count < 0) {
      throw new IllegalArgumentException("a count is never negative");
    }
    return count;
  }
}
