package dev.keepstone.net.bot;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What became of the operations of a whole swarm. One thread. */
final class OperationCounts {
  /** Longer than a minute is counted as a minute. */
  private static final long MAX_US = TimeUnit.MINUTES.toMicros(1);

  private final Histogram savingToSavedUs = new Histogram(MAX_US, 3);
  private final Map<RefusalReason, Long> refused = new EnumMap<>(RefusalReason.class);

  private long sent;
  private long saved;
  private long trades;
  private long comebacks;

  void onSent() {
    sent++;
  }

  /**
   * An operation is durable.
   *
   * @param sinceSavingNs negative: the world never said that it had begun
   */
  void onSaved(long sinceSavingNs) {
    saved++;
    if (sinceSavingNs >= 0) {
      savingToSavedUs.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(sinceSavingNs), MAX_US));
    }
  }

  void onRefused(RefusalReason reason) {
    refused.merge(reason, 1L, Long::sum);
  }

  /** Both sides of a trade call this. */
  void onTradeDone() {
    trades++;
  }

  void onComeback() {
    comebacks++;
  }

  OperationReport report() {
    Map<String, Long> byReason = new TreeMap<>();
    long refusedCount = 0;
    for (Map.Entry<RefusalReason, Long> entry : refused.entrySet()) {
      byReason.put(entry.getKey().name(), entry.getValue());
      refusedCount += entry.getValue();
    }
    return new OperationReport(
        sent,
        saved,
        byReason,
        sent - saved - refusedCount,
        trades / 2,
        comebacks,
        savingToSavedUs.getValueAtPercentile(50),
        savingToSavedUs.getValueAtPercentile(99));
  }
}
