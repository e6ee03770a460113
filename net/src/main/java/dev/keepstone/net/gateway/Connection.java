package dev.keepstone.net.gateway;

import org.agrona.DirectBuffer;

/** One client's two-way stream of frames. Used on the gateway's thread only. */
public interface Connection {

  /** Hears what comes from one client. */
  interface Handler {
    /**
     * One whole frame, not yet checked.
     *
     * @param buffer valid only during the call
     */
    void onFrame(DirectBuffer buffer, int offset, int lengthBytes);

    /** The client is gone; called at most once, and never after {@link Connection#close()}. */
    void onDisconnected();
  }

  /**
   * Copies one frame towards the client.
   *
   * @return false when it cannot be taken now; nothing was sent then
   */
  boolean send(DirectBuffer buffer, int offset, int lengthBytes);

  /** Where the client is, for the log. */
  String remoteAddress();

  /** Ends the connection; what was sent before still goes out. Repeating it does nothing. */
  void close();
}
