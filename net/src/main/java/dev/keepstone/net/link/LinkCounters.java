package dev.keepstone.net.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counters of one process's ends of links. Any thread may count and read. */
public final class LinkCounters {
  private final Map<LinkCounter, AtomicLong> values = new EnumMap<>(LinkCounter.class);

  public LinkCounters() {
    for (LinkCounter counter : LinkCounter.values()) {
      values.put(counter, new AtomicLong());
    }
  }

  void increment(LinkCounter counter) {
    value(counter).incrementAndGet();
  }

  public long get(LinkCounter counter) {
    return value(counter).get();
  }

  private AtomicLong value(LinkCounter counter) {
    AtomicLong value = values.get(counter);
    if (value == null) {
      throw new IllegalStateException("every counter has a value: " + counter);
    }
    return value;
  }
}
