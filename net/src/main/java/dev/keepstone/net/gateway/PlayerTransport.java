package dev.keepstone.net.gateway;

/**
 * Where players come from: Aeron, memory in tests, other edges later. It moves whole frames and
 * knows nothing of what they mean. Used on the gateway's thread only.
 */
public interface PlayerTransport extends AutoCloseable {

  /** Hears of new connections. */
  @FunctionalInterface
  interface Listener {
    /** Returns who shall hear of this connection's frames from now on. */
    Connection.Handler onConnected(Connection connection);
  }

  /**
   * Tells of new connections, of at most {@code frameLimit} frames, and of lost connections.
   *
   * @return work done; 0 when there was nothing
   */
  int poll(Listener listener, int frameLimit);

  /** Connections that are open now. */
  int connectionCount();

  /** For a person, such as {@code 127.0.0.1:7777 (Aeron, UDP)}. */
  String description();

  /** Frees ports and closes every connection without telling its handler. */
  @Override
  void close();
}
