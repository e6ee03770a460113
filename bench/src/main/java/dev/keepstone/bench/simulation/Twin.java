package dev.keepstone.bench.simulation;

import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreLink;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A second store that gets every command that the simulated Redis executes, in the same order. */
interface Twin {
  /** A command of a link was executed; {@code reply} is complete. */
  <T> void onCommand(
      LinkIdentity link,
      Function<StoreLink, CompletableFuture<T>> command,
      CompletableFuture<T> reply);

  /** The same for a command that needs no link. */
  <T> void onCommand(Function<Store, CompletableFuture<T>> command, CompletableFuture<T> reply);

  /** Called before each command. */
  void onTime(VirtualTime time);
}
