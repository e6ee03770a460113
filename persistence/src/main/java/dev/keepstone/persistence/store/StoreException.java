package dev.keepstone.persistence.store;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The environment failed: the store could not be asked, or did not answer as it must. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why, which decides what to do about it. */
  public Reason reason() {
    return reason;
  }

  /** What a failed future was failed with; anything that isn't a StoreException is BROKEN. */
  public static StoreException of(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof StoreException e
        ? e
        : new StoreException(Reason.BROKEN, "the store failed: " + cause, cause);
  }

  /** Kinds of failure. */
  public enum Reason {
    /**
     * Not connected, cut off while waiting, loading, read-only or out of memory. Whether the
     * command was executed is unknown; asking again later, by a new link, is right.
     */
    UNAVAILABLE,
    /** No answer in time. Unknown, like UNAVAILABLE; never to be read as "failed". */
    TIMEOUT,
    /** Another link speaks for this server: nothing was executed. */
    FENCED,
    /** An answer that makes no sense, or an error that asking again will not heal. */
    BROKEN,
    /** The embedded store could not be started or joined: the message says what to do. */
    NOT_STARTED
  }
}
