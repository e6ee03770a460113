package dev.keepstone.ecs.replay;

/** A file that is no recording, is damaged, or was made by a world that isn't this one. */
public final class InboxLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InboxLogException(String message) {
    super(message);
  }

  public InboxLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
