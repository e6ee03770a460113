package dev.keepstone.net.client;

import java.util.concurrent.TimeUnit;

/**
 * A client's patience.
 *
 * @param connectTimeoutNs from the start to the end of the handshake
 * @param silenceTimeoutNs without any good frame of the server
 * @param pingIntervalNs between pings, which keep a silent session alive
 */
public record ClientConfig(long connectTimeoutNs, long silenceTimeoutNs, long pingIntervalNs) {
  /** 5 s to connect, 10 s of silence, a ping every 2 s. */
  public static final ClientConfig DEFAULT =
      new ClientConfig(
          TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(2));

  public ClientConfig {
    if (connectTimeoutNs <= 0 || silenceTimeoutNs <= 0 || pingIntervalNs <= 0) {
      throw new IllegalArgumentException(
          "a client's times must be positive: connectTimeoutNs="
              + connectTimeoutNs
              + " silenceTimeoutNs="
              + silenceTimeoutNs
              + " pingIntervalNs="
              + pingIntervalNs);
    }
  }
}
