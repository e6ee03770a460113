package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.AccountDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Accounts on the heap, which a test may make fail. Thread safe. */
public final class MemoryAccounts implements AccountDirectory {
  /** Of the first account that is created here; the next ones count up. */
  public static final long FIRST_PLAYER_ID = 101;

  private final Map<String, Lookup> accountByName = new HashMap<>();
  private long lastPlayerId = FIRST_PLAYER_ID - 1;
  private boolean isAvailable = true;
  private boolean isSilent;

  /** Every call answers UNAVAILABLE from now on, or no longer. */
  public synchronized void available(boolean available) {
    isAvailable = available;
  }

  /** No call is ever answered from now on. */
  public synchronized void fallSilent() {
    isSilent = true;
  }

  public synchronized void put(String name, Lookup account) {
    accountByName.put(name, account);
  }

  @Override
  public synchronized CompletableFuture<Lookup> find(String name) {
    if (isSilent) {
      return new CompletableFuture<>();
    }
    if (!isAvailable) {
      return CompletableFuture.completedFuture(Lookup.without(LookupOutcome.UNAVAILABLE));
    }
    return CompletableFuture.completedFuture(
        accountByName.getOrDefault(name, Lookup.without(LookupOutcome.NOT_FOUND)));
  }

  @Override
  public synchronized CompletableFuture<Creation> create(String name, String passwordPhc) {
    if (isSilent) {
      return new CompletableFuture<>();
    }
    if (!isAvailable) {
      return CompletableFuture.completedFuture(Creation.without(CreationOutcome.UNAVAILABLE));
    }
    if (accountByName.containsKey(name)) {
      return CompletableFuture.completedFuture(Creation.without(CreationOutcome.NAME_TAKEN));
    }
    lastPlayerId++;
    accountByName.put(name, Lookup.found(lastPlayerId, passwordPhc, Role.PLAYER));
    return CompletableFuture.completedFuture(Creation.created(lastPlayerId));
  }
}
