package dev.keepstone.net.gateway;

/** The gateway cannot listen; the message says where and why, for a person. */
public final class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TransportException(String message, Throwable cause) {
    super(message, cause);
  }
}
