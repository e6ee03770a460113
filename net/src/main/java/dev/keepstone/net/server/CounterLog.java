package dev.keepstone.net.server;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.net.auth.PasswordPool;
import dev.keepstone.net.gateway.GatewayCounter;
import dev.keepstone.net.gateway.GatewayCounters;
import dev.keepstone.net.link.LinkCounter;
import dev.keepstone.net.link.LinkCounters;
import dev.keepstone.net.transport.TransportCounter;
import dev.keepstone.net.transport.TransportCounters;
import dev.keepstone.persistence.vault.VaultCounter;
import dev.keepstone.persistence.vault.VaultCounters;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what every part counts, where it changed since the last time: an operator sees
 * drops, refusals and retries without asking. One thread at a time.
 */
final class CounterLog {
  private static final Logger LOG = LoggerFactory.getLogger(CounterLog.class);

  private final Map<String, LongSupplier> counters = new TreeMap<>();
  private final Map<String, Long> told = new TreeMap<>();

  void world(WorldCounters world) {
    for (WorldCounter counter : WorldCounter.values()) {
      counters.put("world." + lower(counter), () -> world.get(counter));
    }
  }

  void vault(VaultCounters vault) {
    for (VaultCounter counter : VaultCounter.values()) {
      counters.put("vault." + lower(counter), () -> vault.get(counter));
    }
  }

  void gateway(GatewayCounters gateway) {
    for (GatewayCounter counter : GatewayCounter.values()) {
      counters.put("gateway." + counter.metricName(), () -> gateway.get(counter));
    }
  }

  void transport(TransportCounters transport) {
    for (TransportCounter counter : TransportCounter.values()) {
      counters.put("transport." + counter.metricName(), () -> transport.get(counter));
    }
  }

  /** What is counted of links, but for what goes over them all the time. */
  void link(LinkCounters link) {
    for (LinkCounter counter : LinkCounter.values()) {
      if (!counter.isTraffic()) {
        counters.put("link." + counter.metricName(), () -> link.get(counter));
      }
    }
  }

  void passwords(PasswordPool passwords) {
    counters.put("passwords.done", passwords::doneCount);
    counters.put("passwords.busy", passwords::busyCount);
    counters.put("passwords.expired", passwords::expiredCount);
  }

  /** One line a part; nothing when nothing changed. */
  void tell() {
    Map<String, StringBuilder> lines = new TreeMap<>();
    counters.forEach(
        (name, counter) -> {
          long value = counter.getAsLong();
          Long before = told.put(name, value);
          if (value != (before == null ? 0 : before)) {
            int dot = name.indexOf('.');
            lines
                .computeIfAbsent(name.substring(0, dot), part -> new StringBuilder())
                .append(' ')
                .append(name, dot + 1, name.length())
                .append('=')
                .append(value);
          }
        });
    lines.forEach((part, line) -> LOG.info("{}:{}", part, line));
  }

  private static String lower(Enum<?> counter) {
    return counter.name().toLowerCase(Locale.ROOT);
  }
}
