package dev.keepstone.persistence.account;

import dev.keepstone.persistence.record.AccountCharacter;
import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.NameCodec;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.RegisterOutcome;
import dev.keepstone.persistence.store.Store;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes further characters of accounts. The account's list, the name and the character's record are
 * written by one script, so that a crash at any point leaves all or none of them; nothing has to be
 * undone. Any thread; futures complete on the store's threads and never exceptionally.
 */
public final class Characters {
  /** What became of a wish for a character. */
  public enum Outcome {
    /** It is there, and selected. */
    CREATED,
    /** An account or a character of anybody has that name, or it can't be one. */
    NAME_TAKEN,
    /** The account has as many as it may. */
    TOO_MANY,
    NOT_FOUND,
    CORRUPT,
    NEWER,
    /** Others wrote the account or took the ids each time; nothing was written: ask again. */
    CONTENDED,
    /** The store is away. The character may be there after all: the list says so then. */
    UNAVAILABLE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Characters.class);

  /** Others that come first, and ids that a counter which went back gives again. */
  private static final int MAX_TRIES = 3 * PlayerIds.BLOCK;

  private final Store store;
  private final EpochClock clock;
  private final PlayerIds ids;

  /**
   * Characters of a store.
   *
   * @param clock wall clock: created-at
   */
  public Characters(Store store, EpochClock clock) {
    this.store = store;
    this.clock = clock;
    ids = new PlayerIds(store);
  }

  /**
   * Makes a character, which is the selected one from then on.
   *
   * @param limit characters that the account may have with it
   */
  public CompletableFuture<Outcome> create(String account, String name, int limit) {
    if (!Keys.isAccountName(account)) {
      return done(Outcome.NOT_FOUND);
    }
    if (!Keys.isAccountName(name)) {
      return done(Outcome.NAME_TAKEN);
    }
    return create(account, name, limit, 1)
        .exceptionally(
            failure -> {
              LOG.error(
                  "a character can't be created: account={} name={} reason={}",
                  account,
                  name,
                  failure.getMessage());
              return Outcome.UNAVAILABLE;
            });
  }

  private CompletableFuture<Outcome> create(String account, String name, int limit, int attempt) {
    return store
        .load(Keys.account(account))
        .thenCompose(reply -> create(account, reply.value(), name, limit))
        .thenCompose(
            outcome ->
                outcome == Outcome.CONTENDED && attempt < MAX_TRIES
                    ? create(account, name, limit, attempt + 1)
                    : done(outcome));
  }

  private CompletableFuture<Outcome> create(
      String account, byte @Nullable [] stored, String name, int limit) {
    if (stored == null || NameCodec.isName(stored)) {
      return done(Outcome.NOT_FOUND);
    }
    AccountCodec codec = new AccountCodec();
    DecodeOutcome outcome = codec.decode(stored, account);
    if (outcome != DecodeOutcome.OK) {
      return done(outcome == DecodeOutcome.NEWER ? Outcome.NEWER : Outcome.CORRUPT);
    }
    AccountRecord record = codec.decoded();
    if (record.characters().size() >= Math.min(limit, AccountRecord.MAX_CHARACTERS)) {
      return done(Outcome.TOO_MANY);
    }
    return ids.take()
        .thenCompose(id -> store.addCharacter(newCharacter(record, stored, name, id)))
        .thenApply(Characters::outcomeOf);
  }

  private Store.NewCharacter newCharacter(
      AccountRecord account, byte[] stored, String name, long playerId) {
    long nowMs = clock.time();
    PlayerRecord player = new PlayerRecord();
    player.playerId = playerId;
    player.state.createdAtMs = nowMs;
    player.updatedAtMs = nowMs;
    player.name = name;
    AccountRecord after = account.withCharacter(new AccountCharacter(playerId, name));
    return new Store.NewCharacter(
        Keys.account(account.name()),
        stored,
        new AccountCodec().encode(after),
        Keys.account(name),
        NameCodec.encode(new NameCodec.Owner(playerId, account.name())),
        Keys.player(playerId),
        new PlayerCodec().encode(player, Fence.NEW));
  }

  private static Outcome outcomeOf(RegisterOutcome outcome) {
    return switch (outcome) {
      case CREATED -> Outcome.CREATED;
      case NAME_TAKEN -> Outcome.NAME_TAKEN;
      // The next try reads the account again and takes the next id.
      case CONTENDED, ID_TAKEN -> Outcome.CONTENDED;
    };
  }

  private static CompletableFuture<Outcome> done(Outcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }
}
