package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Reads what Lettuce failed with. Pure. */
final class RedisFailure {
  /**
   * Errors that pass: the command did nothing, and asking again later is right. Redis before 7 puts
   * the error of a command in a script behind an "ERR Error running script" of its own, so they are
   * looked for anywhere in the text. A missing or wrong password is here too: an operator can heal
   * it, and rows must wait for that, not be given up.
   */
  private static final List<String> PASSING =
      List.of(
          "LOADING ",
          "OOM ",
          "MISCONF ",
          "READONLY ",
          "BUSY ",
          "MASTERDOWN ",
          "NOREPLICAS ",
          "TRYAGAIN ",
          "CLUSTERDOWN ",
          "NOAUTH ",
          "WRONGPASS ",
          "max number of clients");

  private RedisFailure() {}

  /** True when the script was unknown to Redis, so not executed. */
  static boolean isNoScript(Throwable failure) {
    return cause(failure) instanceof RedisNoScriptException;
  }

  static StoreException of(Throwable failure) {
    Throwable cause = cause(failure);
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof StoreException e) {
      return e;
    }
    if (cause instanceof TimeoutException) {
      return new StoreException(Reason.TIMEOUT, "Redis did not answer in time");
    }
    if (!(cause instanceof RedisCommandExecutionException)) {
      return new StoreException(Reason.UNAVAILABLE, "Redis is not reachable: " + reason(cause));
    }
    if (message.contains("FENCED ")) {
      return new StoreException(Reason.FENCED, "another link speaks for this server");
    }
    return inScript(message);
  }

  /** An error that a script has caught. */
  static StoreException inScript(String message) {
    Reason reason =
        PASSING.stream().anyMatch(message::contains) ? Reason.UNAVAILABLE : Reason.BROKEN;
    return new StoreException(reason, "Redis refused: " + message);
  }

  /** What Lettuce says ("Unable to connect to ...") and what the system said to it. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    if (innermost instanceof FileNotFoundException) {
      return failure.getMessage() + ": no such socket";
    }
    return innermost == failure
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + innermost.getMessage();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
