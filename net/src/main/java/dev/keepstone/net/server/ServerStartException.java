package dev.keepstone.net.server;

import org.jspecify.annotations.Nullable;

/**
 * The server cannot start as it is set up. The message says what to do and is all that is shown.
 */
public final class ServerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerStartException(@Nullable String message) {
    super(message);
  }

  public ServerStartException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
