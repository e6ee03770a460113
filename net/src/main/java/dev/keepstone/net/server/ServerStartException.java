package dev.keepstone.net.server;

/** The server cannot start as it is set up. The message says what to do and is all that is shown. */
public final class ServerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerStartException(String message) {
    super(message);
  }

  public ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
