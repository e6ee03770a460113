package dev.keepstone.net.gateway;

import java.util.Arrays;
import org.agrona.collections.IntHashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a bug once for each distinct trace, so that a hostile or unlucky player cannot fill the
 * disk; the counter tells how often. Gateway's thread only.
 */
final class FaultLog {
  private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

  /** After so many distinct traces the log would help nobody. */
  private static final int MAX_DISTINCT = 256;

  private static final int NO_TRACE = Integer.MIN_VALUE;

  private final IntHashSet seen = new IntHashSet(NO_TRACE);

  void record(String what, Throwable fault) {
    int trace = Arrays.hashCode(fault.getStackTrace()) * 31 + fault.getClass().hashCode();
    if (trace != NO_TRACE && seen.size() < MAX_DISTINCT && seen.add(trace)) {
      LOG.error("{} (a bug; further ones with this trace are only counted)", what, fault);
    }
  }

  int distinctCount() {
    return seen.size();
  }
}
