package dev.keepstone.net.client;

/** Where a client stands; what it awaits. */
public enum ClientState {
  /** Looks for the server. */
  CONNECTING,
  /** Has said hello; awaits the server's signed answer. */
  HANDSHAKE,
  /** Talks to the right server under keys; may log in or register. */
  READY,
  /** Has sent name and password; awaits the world. */
  ENTERING,
  PLAYING,
  CLOSED
}
