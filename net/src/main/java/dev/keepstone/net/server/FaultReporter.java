package dev.keepstone.net.server;

import io.aeron.exceptions.AeronException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what went wrong on an agent's thread, once for each distinct trace. Any thread. */
final class FaultReporter implements ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FaultReporter.class);

  /** After so many distinct traces the log would help nobody. */
  private static final int MAX_DISTINCT = 256;

  private final String role;
  private final Runnable onFatal;
  private final Set<Integer> seen = ConcurrentHashMap.newKeySet();

  /**
   * @param onFatal called for each fault after which the thread or the driver does not go on
   */
  FaultReporter(String role, Runnable onFatal) {
    this.role = role;
    this.onFatal = onFatal;
  }

  /**
   * What hears the faults of a media driver. It also reports datagrams that it can't read; only an
   * Error ends its thread.
   *
   * @param onFatal called for each fault after which it does not go on
   */
  static ErrorHandler ofDriver(String role, Runnable onFatal) {
    FaultReporter reporter = new FaultReporter(role, onFatal);
    return fault -> {
      if (fault instanceof Error) {
        reporter.onError(fault);
      } else {
        LOG.debug("{}: {}", role, fault.toString());
      }
    };
  }

  /** An Error ends the thread of an Agrona agent; a fatal AeronException ends the Aeron client. */
  private static boolean isFatal(Throwable fault) {
    return fault instanceof Error
        || fault instanceof AgentTerminationException
        || (fault instanceof AeronException aeron
            && aeron.category() == AeronException.Category.FATAL);
  }

  @Override
  public void onError(Throwable fault) {
    int trace = 31 * Arrays.hashCode(fault.getStackTrace()) + fault.getClass().hashCode();
    if (seen.size() < MAX_DISTINCT && seen.add(trace)) {
      LOG.error("a fault in {} (told once for each trace)", role, fault);
    }
    if (isFatal(fault)) {
      onFatal.run();
    }
  }
}
