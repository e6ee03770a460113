package dev.keepstone.net.gateway;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The gateway's counters. Any thread may count and read. */
public final class GatewayCounters {
  private final Map<GatewayCounter, AtomicLong> values = new EnumMap<>(GatewayCounter.class);

  private final PlayerTraffic traffic = new PlayerTraffic();

  public GatewayCounters() {
    for (GatewayCounter counter : GatewayCounter.values()) {
      values.put(counter, new AtomicLong());
    }
  }

  void increment(GatewayCounter counter) {
    value(counter).incrementAndGet();
  }

  public long get(GatewayCounter counter) {
    return value(counter).get();
  }

  /** How many bytes players are sent a second. */
  public PlayerTraffic traffic() {
    return traffic;
  }

  /** Those that are not 0, by their metric names. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (counter, value) -> {
          if (value.get() != 0) {
            text.append(counter.metricName()).append('=').append(value).append(' ');
          }
        });
    return text.toString().strip();
  }

  private AtomicLong value(GatewayCounter counter) {
    return Objects.requireNonNull(values.get(counter), "every counter has a value");
  }
}
