package dev.keepstone.net.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The counters of the players' ports. Any thread may count and read. */
public final class TransportCounters {
  private final Map<TransportCounter, AtomicLong> values = new EnumMap<>(TransportCounter.class);

  public TransportCounters() {
    for (TransportCounter counter : TransportCounter.values()) {
      values.put(counter, new AtomicLong());
    }
  }

  public void increment(TransportCounter counter) {
    add(counter, 1);
  }

  public void add(TransportCounter counter, long count) {
    value(counter).getAndAdd(count);
  }

  public long get(TransportCounter counter) {
    return value(counter).get();
  }

  private AtomicLong value(TransportCounter counter) {
    return Objects.requireNonNull(values.get(counter), "every counter has a value");
  }
}
