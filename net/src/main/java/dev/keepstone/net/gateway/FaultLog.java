package dev.keepstone.net.gateway;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
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

  private final Set<Integer> seen = new HashSet<>();

  void record(String what, Throwable fault) {
    int trace = Arrays.hashCode(fault.getStackTrace()) * 31 + fault.getClass().hashCode();
    if (seen.size() < MAX_DISTINCT && seen.add(trace)) {
      LOG.error("{} (a bug; further ones with this trace are only counted)", what, fault);
    }
  }

  int distinctCount() {
    return seen.size();
  }
}
