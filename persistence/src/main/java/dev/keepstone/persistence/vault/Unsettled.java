package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import dev.keepstone.persistence.store.StoreLink;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * All commands without an answer, in the order in which they were sent. The link is ordered, so
 * answers are looked for at the head only.
 */
final class Unsettled {
  private final ArrayDeque<Command<?>> commands = new ArrayDeque<>();
  private final VaultCounters counters;

  Unsettled(VaultCounters counters) {
    this.counters = counters;
  }

  /** Sends a new command. */
  void send(Command<?> command, StoreLink link, long nowNs) {
    commands.addLast(command);
    command.send(link, nowNs);
  }

  /** Sends everything again by a new link that has resumed: oldest first, unchanged. */
  void sendAgain(StoreLink link, long nowNs) {
    for (Command<?> command : commands) {
      command.send(link, nowNs);
      counters.increment(VaultCounter.RETRIES);
    }
  }

  /** The link is gone: whether these were executed is unknown until they are sent again. */
  void onLinkDown() {
    for (Command<?> command : commands) {
      command.forgetReply();
    }
  }

  /** Lets commands mind their own deadlines. */
  void onCycle() {
    for (Command<?> command : commands) {
      command.onCycle();
    }
  }

  /** Nobody will ever answer these. */
  void clear() {
    commands.clear();
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  int size() {
    return commands.size();
  }

  /** Is the oldest command without an answer for longer than that? */
  boolean isOverdue(long nowNs, long timeoutNs) {
    Command<?> oldest = commands.peekFirst();
    return oldest != null && oldest.reply() != null && nowNs - oldest.sentAtNs() > timeoutNs;
  }

  /**
   * Settles answered commands, oldest first.
   *
   * @param limit commands at most
   * @param onFailure hears it when an answer says that the link can't go on; that ends the round
   * @return how many were settled
   */
  int settle(int limit, Failure onFailure) {
    int settled = 0;
    for (Command<?> head = commands.peekFirst();
        head != null && settled < limit;
        head = commands.peekFirst()) {
      if (!settle(head, onFailure)) {
        break;
      }
      settled++;
    }
    return settled;
  }

  /** Settles the head if it is answered; false ends the round. */
  private <R> boolean settle(Command<R> head, Failure onFailure) {
    CompletableFuture<R> reply = head.reply();
    if (reply == null || !reply.isDone()) {
      return false;
    }
    StoreException failure = failure(reply);
    if (failure != null && failure.reason() != Reason.BROKEN) {
      onFailure.onLinkFailed(String.valueOf(failure.getMessage()));
      return false;
    }
    // Off the queue first: settling may send the next command of the same record.
    commands.removeFirst();
    if (failure != null) {
      head.giveUp(failure);
      return true;
    }
    if (head.settle(reply.join(), head.sentAtNs())) {
      return true;
    }
    commands.addFirst(head);
    onFailure.onLinkFailed("our lease is gone");
    return false;
  }

  private static @Nullable StoreException failure(CompletableFuture<?> reply) {
    if (!reply.isCompletedExceptionally()) {
      return null;
    }
    try {
      reply.join();
      return null;
    } catch (CompletionException | CancellationException e) {
      return StoreException.of(e);
    }
  }

  /** Hears that the link can't be used any more. */
  interface Failure {
    void onLinkFailed(String why);
  }
}
