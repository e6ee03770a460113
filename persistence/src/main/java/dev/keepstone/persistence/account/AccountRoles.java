package dev.keepstone.persistence.account;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.Store;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives accounts their role. Any thread; futures complete on the store's threads. A server that
 * runs meanwhile goes by the role that it read at login.
 */
public final class AccountRoles {
  /** How a change ended. */
  public enum Outcome {
    CHANGED,
    /** It had that role already; nothing was written. */
    UNCHANGED,
    NOT_FOUND,
    /** Its record is damaged; it is left as it is. */
    CORRUPT,
    /** Its record was written by a newer server. */
    NEWER,
    /** Somebody else wrote it at the same time; nothing was written: ask again. */
    CONTENDED
  }

  private final Store store;

  public AccountRoles(Store store) {
    this.store = store;
  }

  /**
   * Writes the role, if the record is still as it was read; nothing else of it changes.
   *
   * @return fails with StoreException when the store is away: then nothing is known
   */
  public CompletableFuture<Outcome> set(String name, Role role) {
    if (!Keys.isAccountName(name)) {
      return CompletableFuture.completedFuture(Outcome.NOT_FOUND);
    }
    String key = Keys.account(name);
    return store.load(key).thenCompose(reply -> change(key, name, reply.value(), role));
  }

  private CompletableFuture<Outcome> change(
      String key, String name, byte @Nullable [] stored, Role role) {
    if (stored == null) {
      return CompletableFuture.completedFuture(Outcome.NOT_FOUND);
    }
    AccountCodec codec = new AccountCodec();
    return switch (codec.decode(stored, name)) {
      case OK -> write(key, stored, codec.decoded(), role);
      case NEWER -> CompletableFuture.completedFuture(Outcome.NEWER);
      case CORRUPT, WRONG_ID, TOO_LARGE -> CompletableFuture.completedFuture(Outcome.CORRUPT);
    };
  }

  private CompletableFuture<Outcome> write(
      String key, byte[] stored, AccountRecord account, Role role) {
    if (account.role() == role) {
      return CompletableFuture.completedFuture(Outcome.UNCHANGED);
    }
    return store
        .compareAndSet(key, stored, new AccountCodec().encode(account.withRole(role)))
        .thenApply(written -> written ? Outcome.CHANGED : Outcome.CONTENDED);
  }
}
