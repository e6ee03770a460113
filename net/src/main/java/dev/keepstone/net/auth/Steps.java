package dev.keepstone.net.auth;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Turns a port that throws into one whose future fails, so that a step has one way to fail. */
final class Steps {
  private Steps() {}

  static <T> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
