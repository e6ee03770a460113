package dev.keepstone.persistence.inspect;

import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.Store;
import java.util.concurrent.CompletableFuture;

/** Reads an account and its player as they stand in the store. Any thread. */
public final class PlayerInspector {
  private final Store store;

  public PlayerInspector(Store store) {
    this.store = store;
  }

  /**
   * Everything about a name; one that can't be a name is simply not found.
   *
   * @return fails with StoreException when the store can't be asked
   */
  public CompletableFuture<PlayerView> inspect(String name) {
    if (!Keys.isAccountName(name)) {
      return CompletableFuture.completedFuture(PlayerView.notFound(name));
    }
    String key = Keys.account(name);
    return store.load(key).thenCompose(reply -> ofAccount(name, key, reply));
  }

  private CompletableFuture<PlayerView> ofAccount(String name, String key, LoadReply reply) {
    byte[] value = reply.value();
    if (value == null) {
      return CompletableFuture.completedFuture(PlayerView.notFound(name));
    }
    HeaderView header = HeaderView.of(key, value);
    AccountCodec codec = new AccountCodec();
    DecodeOutcome outcome = codec.decode(value, name);
    if (outcome != DecodeOutcome.OK) {
      return CompletableFuture.completedFuture(
          new PlayerView(name, header, outcome, null, null, null, null));
    }
    AccountRecord account = codec.decoded();
    String playerKey = Keys.player(account.playerId());
    return store
        .load(playerKey)
        .thenApply(playerReply -> ofPlayer(name, header, account, playerKey, playerReply));
  }

  private static PlayerView ofPlayer(
      String name,
      HeaderView accountHeader,
      AccountRecord account,
      String playerKey,
      LoadReply reply) {
    byte[] value = reply.value();
    if (value == null) {
      return new PlayerView(name, accountHeader, DecodeOutcome.OK, account, null, null, null);
    }
    PlayerRecord player = new PlayerRecord();
    DecodeOutcome outcome = new PlayerCodec().decode(value, account.playerId(), player);
    return new PlayerView(
        name,
        accountHeader,
        DecodeOutcome.OK,
        account,
        HeaderView.of(playerKey, value),
        outcome,
        outcome == DecodeOutcome.OK ? player : null);
  }
}
