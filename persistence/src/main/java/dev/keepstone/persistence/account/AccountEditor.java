package dev.keepstone.persistence.account;

import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.NameCodec;
import dev.keepstone.persistence.store.Store;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Changes one account's record, if it is still as it was read; of several who do so at once each
 * sees what the others wrote. Any thread; futures complete on the store's threads.
 */
public final class AccountEditor {
  /** How a change ended. */
  public enum Outcome {
    CHANGED,
    /** It was so already; nothing was written. */
    UNCHANGED,
    NOT_FOUND,
    /** Its record is damaged; it is left as it is. */
    CORRUPT,
    /** Its record was written by a newer server. */
    NEWER,
    /** Somebody else wrote it each time; nothing was written: ask again. */
    CONTENDED
  }

  private final Store store;

  public AccountEditor(Store store) {
    this.store = store;
  }

  /**
   * Applies a change.
   *
   * @param change from the record to what it shall be; called once a try, so without effects
   * @param tries how often somebody else may come first
   * @return fails with StoreException when the store is away: then nothing is known
   */
  public CompletableFuture<Outcome> edit(
      String name, UnaryOperator<AccountRecord> change, int tries) {
    if (!Keys.isAccountName(name)) {
      return CompletableFuture.completedFuture(Outcome.NOT_FOUND);
    }
    String key = Keys.account(name);
    return store
        .load(key)
        .thenCompose(
            reply -> {
              byte[] stored = reply.value();
              return stored == null || NameCodec.isName(stored)
                  ? CompletableFuture.completedFuture(Outcome.NOT_FOUND)
                  : change(key, name, stored, change);
            })
        .thenCompose(
            outcome ->
                outcome == Outcome.CONTENDED && tries > 1
                    ? edit(name, change, tries - 1)
                    : CompletableFuture.completedFuture(outcome));
  }

  private CompletableFuture<Outcome> change(
      String key, String name, byte[] stored, UnaryOperator<AccountRecord> change) {
    AccountCodec codec = new AccountCodec();
    return switch (codec.decode(stored, name)) {
      case OK -> write(key, stored, codec.decoded(), change.apply(codec.decoded()));
      case NEWER -> CompletableFuture.completedFuture(Outcome.NEWER);
      case CORRUPT, WRONG_ID, TOO_LARGE -> CompletableFuture.completedFuture(Outcome.CORRUPT);
    };
  }

  private CompletableFuture<Outcome> write(
      String key, byte[] stored, AccountRecord before, AccountRecord after) {
    if (after.equals(before)) {
      return CompletableFuture.completedFuture(Outcome.UNCHANGED);
    }
    return store
        .compareAndSet(key, stored, new AccountCodec().encode(after))
        .thenApply(written -> written ? Outcome.CHANGED : Outcome.CONTENDED);
  }
}
