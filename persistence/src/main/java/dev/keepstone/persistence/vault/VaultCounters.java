package dev.keepstone.persistence.vault;

import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/** Counted by the vault's thread and by answers of the store, read by any. */
public final class VaultCounters {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final EnumMap<VaultCounter, AtomicLong> values = new EnumMap<>(VaultCounter.class);
  private final SingleWriterRecorder flushUs = new SingleWriterRecorder(SIGNIFICANT_DIGITS);

  private final SingleWriterRecorder commitUs = new SingleWriterRecorder(SIGNIFICANT_DIGITS);

  VaultCounters() {
    for (VaultCounter counter : VaultCounter.values()) {
      values.put(counter, new AtomicLong());
    }
  }

  /** A value as of now. */
  public long get(VaultCounter counter) {
    return cell(counter).get();
  }

  /**
   * How long saves took from sending to answer, in microseconds, since the last call. For one
   * reader.
   *
   * @param recycle of an earlier call, or null
   */
  public Histogram flushDurationUs(@Nullable Histogram recycle) {
    return flushUs.getIntervalHistogram(recycle);
  }

  /**
   * How long tier-1 operations took from the world's message to the store's answer, in
   * microseconds, since the last call. For one reader.
   *
   * @param recycle of an earlier call, or null
   */
  public Histogram commitDurationUs(@Nullable Histogram recycle) {
    return commitUs.getIntervalHistogram(recycle);
  }

  void increment(VaultCounter counter) {
    add(counter, 1);
  }

  void add(VaultCounter counter, long amount) {
    cell(counter).getAndAdd(amount);
  }

  void set(VaultCounter gauge, long value) {
    cell(gauge).lazySet(value);
  }

  private AtomicLong cell(VaultCounter counter) {
    return Objects.requireNonNull(values.get(counter));
  }

  void recordFlushNs(long durationNs) {
    flushUs.recordValue(Math.max(0, durationNs / 1_000));
  }

  void recordCommitNs(long durationNs) {
    commitUs.recordValue(Math.max(0, durationNs / 1_000));
  }
}
