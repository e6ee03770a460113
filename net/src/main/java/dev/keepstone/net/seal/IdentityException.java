package dev.keepstone.net.seal;

/** The server's identity file, or a client's list of known servers, cannot be used; says why. */
public final class IdentityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IdentityException(String message) {
    super(message);
  }

  public IdentityException(String message, Throwable cause) {
    super(message, cause);
  }
}
