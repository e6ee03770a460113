package dev.keepstone.bench.load;

/** A run that cannot go on; the message says why and what to do. */
final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
