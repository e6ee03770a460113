package dev.keepstone.net.cli;

/** Something that the user can put right. Its message is the whole of what is printed. */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserError(String message) {
    super(message);
  }

  UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
