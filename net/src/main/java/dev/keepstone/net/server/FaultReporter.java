package dev.keepstone.net.server;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what went wrong on an agent's thread, once for each distinct trace. Any thread. */
final class FaultReporter implements ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FaultReporter.class);

  /** After so many distinct traces the log would help nobody. */
  private static final int MAX_DISTINCT = 256;

  private final String role;
  private final Set<Integer> seen = ConcurrentHashMap.newKeySet();

  FaultReporter(String role) {
    this.role = role;
  }

  @Override
  public void onError(Throwable fault) {
    int trace = 31 * Arrays.hashCode(fault.getStackTrace()) + fault.getClass().hashCode();
    if (seen.size() < MAX_DISTINCT && seen.add(trace)) {
      LOG.error("a fault in {} (told once for each trace)", role, fault);
    }
  }
}
