package dev.keepstone.net.cli;

import org.jspecify.annotations.Nullable;

/** Something that the user can put right. Its message is the whole of what is printed. */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserError(@Nullable String message) {
    super(message);
  }

  UserError(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
