package dev.keepstone.persistence.account;

import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.NameCodec;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.RegisterOutcome;
import dev.keepstone.persistence.store.Store;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.EpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and creates accounts. Any thread; futures complete on the store's threads and never
 * exceptionally: a store that is away is the outcome UNAVAILABLE, so that it can't be taken for a
 * wrong password or an unknown name.
 */
public final class Accounts {
  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

  /** An id that is taken means a counter that went back; so many blocks further it must be past. */
  private static final int MAX_ID_TRIES = 3 * PlayerIds.BLOCK;

  private final Store store;
  private final EpochClock clock;
  private final PlayerIds ids;

  /**
   * Accounts of a store.
   *
   * @param clock wall clock: created-at
   */
  public Accounts(Store store, EpochClock clock) {
    this.store = store;
    this.clock = clock;
    ids = new PlayerIds(store);
  }

  /** Looks an account up; a name that can't be one, or is only a character's, is NOT_FOUND. */
  public CompletableFuture<FindReply> find(String name) {
    if (!Keys.isAccountName(name)) {
      return CompletableFuture.completedFuture(FindReply.of(FindReply.Outcome.NOT_FOUND));
    }
    return store
        .load(Keys.account(name))
        .thenApply(reply -> read(name, reply))
        .exceptionally(
            failure -> {
              LOG.warn("an account can't be read: name={} reason={}", name, failure.getMessage());
              return FindReply.of(FindReply.Outcome.UNAVAILABLE);
            });
  }

  private static FindReply read(String name, LoadReply reply) {
    byte[] value = reply.value();
    if (value == null || NameCodec.isName(value)) {
      return FindReply.of(FindReply.Outcome.NOT_FOUND);
    }
    AccountCodec codec = new AccountCodec();
    return switch (codec.decode(value, name)) {
      case OK -> FindReply.found(codec.decoded());
      case NEWER -> FindReply.of(FindReply.Outcome.NEWER);
      case CORRUPT, WRONG_ID, TOO_LARGE -> {
        LOG.error("an account's record is damaged and left as it is: name={}", name);
        yield FindReply.of(FindReply.Outcome.CORRUPT);
      }
    };
  }

  /**
   * Creates an account and its character, both or neither. The character was never placed: its zone
   * is 0.
   *
   * @param name {@code [a-z0-9_]{3,16}}
   * @param passwordHash PHC string
   */
  public CompletableFuture<CreateReply> create(String name, String passwordHash) {
    String accountKey = Keys.account(name);
    return create(accountKey, name, passwordHash, 1)
        .exceptionally(
            failure -> {
              LOG.error(
                  "an account can't be created: name={} reason={}", name, failure.getMessage());
              return new CreateReply(CreateReply.Outcome.UNAVAILABLE, 0);
            });
  }

  private CompletableFuture<CreateReply> create(
      String accountKey, String name, String passwordHash, int attempt) {
    return ids.take()
        .thenCompose(
            playerId ->
                register(accountKey, name, passwordHash, playerId)
                    .thenCompose(
                        outcome ->
                            switch (outcome) {
                              case CREATED -> done(CreateReply.Outcome.CREATED, playerId);
                              case NAME_TAKEN -> done(CreateReply.Outcome.NAME_TAKEN, 0);
                              case CONTENDED ->
                                  throw new IllegalStateException("nothing was compared");
                              case ID_TAKEN -> {
                                LOG.error(
                                    "the player id counter went back: playerId={} exists; taking"
                                        + " the next",
                                    playerId);
                                yield attempt < MAX_ID_TRIES
                                    ? create(accountKey, name, passwordHash, attempt + 1)
                                    : done(CreateReply.Outcome.UNAVAILABLE, 0);
                              }
                            }));
  }

  private CompletableFuture<RegisterOutcome> register(
      String accountKey, String name, String passwordHash, long playerId) {
    long nowMs = clock.time();
    PlayerRecord player = new PlayerRecord();
    player.playerId = playerId;
    player.state.createdAtMs = nowMs;
    player.updatedAtMs = nowMs;
    player.name = name;
    byte[] account =
        new AccountCodec().encode(new AccountRecord(name, passwordHash, playerId, nowMs));
    byte[] character = new PlayerCodec().encode(player, Fence.NEW);
    return store.register(accountKey, account, Keys.player(playerId), character);
  }

  private static CompletableFuture<CreateReply> done(CreateReply.Outcome outcome, long playerId) {
    return CompletableFuture.completedFuture(new CreateReply(outcome, playerId));
  }
}
