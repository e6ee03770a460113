package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.Account;
import dev.keepstone.net.auth.AccountDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Accounts on the heap, which a test may make fail. Thread safe. */
public final class MemoryAccounts implements AccountDirectory {
  /** Of the first account that is created here; the next ones count up. */
  public static final long FIRST_PLAYER_ID = 101;

  private static final Lookup NONE = Lookup.without(LookupOutcome.NOT_FOUND);

  private final Map<String, Lookup> accountByName = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<Runnable> held = new ArrayList<>();
  private long lastPlayerId = FIRST_PLAYER_ID - 1;
  private boolean isAvailable = true;
  private boolean isSilent;
  private boolean isHolding;
  private @Nullable RuntimeException fault;

  /** Every call answers UNAVAILABLE from now on, or no longer. */
  public synchronized void available(boolean available) {
    isAvailable = available;
  }

  /** No call is ever answered from now on. */
  public synchronized void fallSilent() {
    isSilent = true;
  }

  /** Answers are kept back from now on; what they say is decided at once. */
  public synchronized void hold() {
    isHolding = true;
  }

  /** Gives the answers that were kept back, oldest first, on this thread; later ones at once. */
  public void release() {
    List<Runnable> answers;
    synchronized (this) {
      isHolding = false;
      answers = List.copyOf(held);
      held.clear();
    }
    answers.forEach(Runnable::run);
  }

  /** Every look-up ends in this fault from now on. */
  public synchronized void fail(RuntimeException newFault) {
    fault = newFault;
  }

  public synchronized void put(String name, Lookup account) {
    accountByName.put(name, account);
  }

  @Override
  public synchronized CompletableFuture<Lookup> find(String name) {
    if (fault != null) {
      throw fault;
    }
    if (isSilent) {
      return new CompletableFuture<>();
    }
    if (!isAvailable) {
      return answer(Lookup.without(LookupOutcome.UNAVAILABLE));
    }
    return answer(accountByName.getOrDefault(name, Lookup.without(LookupOutcome.NOT_FOUND)));
  }

  @Override
  public synchronized CompletableFuture<Creation> create(String name, String passwordPhc) {
    if (isSilent) {
      return new CompletableFuture<>();
    }
    if (!isAvailable) {
      return answer(Creation.without(CreationOutcome.UNAVAILABLE));
    }
    if (accountByName.containsKey(name)) {
      return answer(Creation.without(CreationOutcome.NAME_TAKEN));
    }
    lastPlayerId++;
    accountByName.put(name, Lookup.found(Account.of(name, lastPlayerId, passwordPhc, Role.PLAYER)));
    return answer(Creation.created(lastPlayerId));
  }

  @Override
  public synchronized CompletableFuture<CharacterOutcome> createCharacter(
      String account, String name) {
    if (isSilent) {
      return new CompletableFuture<>();
    }
    Account found = accountByName.getOrDefault(account, NONE).account();
    if (!isAvailable || found == null) {
      return answer(CharacterOutcome.UNAVAILABLE);
    }
    if (found.characters().size() >= 5) {
      return answer(CharacterOutcome.TOO_MANY);
    }
    if (accountByName.containsKey(name) || !names.add(name)) {
      return answer(CharacterOutcome.NAME_TAKEN);
    }
    lastPlayerId++;
    List<Account.OwnCharacter> more = new ArrayList<>(found.characters());
    more.add(new Account.OwnCharacter(lastPlayerId, name));
    replace(found, found.passwordPhc(), more, lastPlayerId);
    return answer(CharacterOutcome.CREATED);
  }

  @Override
  public synchronized CompletableFuture<ChangeOutcome> selectCharacter(
      String account, long playerId) {
    Account found = accountByName.getOrDefault(account, NONE).account();
    if (!isAvailable || found == null) {
      return answer(ChangeOutcome.UNAVAILABLE);
    }
    replace(found, found.passwordPhc(), found.characters(), playerId);
    return answer(ChangeOutcome.DONE);
  }

  @Override
  public synchronized CompletableFuture<ChangeOutcome> replaceHash(
      String account, String oldPhc, String newPhc) {
    Account found = accountByName.getOrDefault(account, NONE).account();
    if (!isAvailable || found == null) {
      return answer(ChangeOutcome.UNAVAILABLE);
    }
    if (!found.passwordPhc().equals(oldPhc)) {
      return answer(ChangeOutcome.REFUSED);
    }
    replace(found, newPhc, found.characters(), found.selectedId());
    return answer(ChangeOutcome.DONE);
  }

  /** What a character is called. */
  public synchronized String nameOf(long playerId) {
    for (Lookup lookup : accountByName.values()) {
      Account account = lookup.account();
      if (account != null) {
        for (Account.OwnCharacter character : account.characters()) {
          if (character.playerId() == playerId) {
            return character.name();
          }
        }
      }
    }
    return "player" + playerId;
  }

  /** Bans an account; null lets it in again. */
  public synchronized void ban(String name, @Nullable String ban) {
    Account found = Objects.requireNonNull(accountByName.getOrDefault(name, NONE).account());
    Account banned =
        new Account(
            name, found.passwordPhc(), found.role(), found.characters(), found.selectedId(), ban);
    accountByName.put(name, Lookup.found(banned));
  }

  private <T> CompletableFuture<T> answer(T answer) {
    if (!isHolding) {
      return CompletableFuture.completedFuture(answer);
    }
    CompletableFuture<T> future = new CompletableFuture<>();
    held.add(() -> future.complete(answer));
    return future;
  }

  private void replace(
      Account before, String phc, List<Account.OwnCharacter> characters, long selectedId) {
    Account after =
        new Account(before.name(), phc, before.role(), characters, selectedId, before.ban());
    accountByName.put(before.name(), Lookup.found(after));
  }
}
