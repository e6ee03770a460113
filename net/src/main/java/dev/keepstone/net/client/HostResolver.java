package dev.keepstone.net.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Looks names up beside the threads that must not wait: a name server may take seconds. An address
 * in digits is known at once.
 */
final class HostResolver implements AutoCloseable {
  private static final Pattern DIGITS = Pattern.compile("[0-9.]+|\\[.*]|.*:.*");
  private static final int MAX_WAITING = 4_096;

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          task -> {
            Thread thread = new Thread(task, "host-resolver");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.CallerRunsPolicy());

  HostResolver() {
    executor.allowCoreThreadTimeOut(true);
  }

  /** The host's address, or an UnknownHostException as the cause of the failure. */
  CompletableFuture<InetAddress> resolve(String host) {
    if (DIGITS.matcher(host).matches()) {
      try {
        return CompletableFuture.completedFuture(InetAddress.getByName(host));
      } catch (UnknownHostException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return InetAddress.getByName(host);
          } catch (UnknownHostException e) {
            throw new CompletionException(e);
          }
        },
        executor);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
