package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command that was sent and is not settled. After a resume it is sent again as it is.
 *
 * @param <R> its reply
 */
abstract class Command<R> {
  private @Nullable CompletableFuture<R> reply;
  private long sentAtNs;

  /** Sends it; its arguments are the same every time. */
  abstract CompletableFuture<R> ask(StoreLink link);

  /**
   * Acts on the reply.
   *
   * @return false when the link must resume first; the command stays unsettled then
   */
  abstract boolean settle(R reply, long sentAtNs);

  /** The store can't execute it, now or later: whoever waits for it is told. */
  abstract void giveUp(StoreException failure);

  /** Called once in every cycle of the vault while the command is unsettled. */
  void onCycle() {}

  final void send(StoreLink link, long nowNs) {
    sentAtNs = nowNs;
    reply = ask(link);
  }

  /** A reply that comes by an old link is not ours any more. */
  final void forgetReply() {
    reply = null;
  }

  final @Nullable CompletableFuture<R> reply() {
    return reply;
  }

  final long sentAtNs() {
    return sentAtNs;
  }
}
