package dev.keepstone.persistence.inspect;

import dev.keepstone.persistence.record.AccountCharacter;
import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.NameCodec;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.Store;
import java.util.concurrent.CompletableFuture;

/** Reads a character, by its name, and its account as they stand in the store. Any thread. */
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
    return store
        .load(key)
        .thenCompose(
            reply -> {
              NameCodec.Owner owner =
                  reply.value() == null ? null : NameCodec.decode(reply.value());
              if (owner == null) {
                return ofAccount(name, name, key, reply);
              }
              String accountKey = Keys.account(owner.account());
              return store
                  .load(accountKey)
                  .thenCompose(account -> ofAccount(name, owner.account(), accountKey, account));
            });
  }

  private CompletableFuture<PlayerView> ofAccount(
      String name, String accountName, String key, LoadReply reply) {
    byte[] value = reply.value();
    if (value == null) {
      return CompletableFuture.completedFuture(PlayerView.notFound(name));
    }
    HeaderView header = HeaderView.of(key, value);
    AccountCodec codec = new AccountCodec();
    DecodeOutcome outcome = codec.decode(value, accountName);
    if (outcome != DecodeOutcome.OK) {
      return CompletableFuture.completedFuture(
          new PlayerView(name, 0, header, outcome, null, null, null, null));
    }
    AccountRecord account = codec.decoded();
    AccountCharacter named = account.character(name);
    AccountCharacter character = named == null ? account.selected() : named;
    String playerKey = Keys.player(character.playerId());
    return store
        .load(playerKey)
        .thenApply(playerReply -> ofPlayer(character, header, account, playerKey, playerReply));
  }

  private static PlayerView ofPlayer(
      AccountCharacter character,
      HeaderView accountHeader,
      AccountRecord account,
      String playerKey,
      LoadReply reply) {
    byte[] value = reply.value();
    if (value == null) {
      return new PlayerView(
          character.name(),
          character.playerId(),
          accountHeader,
          DecodeOutcome.OK,
          account,
          null,
          null,
          null);
    }
    PlayerRecord player = new PlayerRecord();
    DecodeOutcome outcome = new PlayerCodec().decode(value, character.playerId(), player);
    return new PlayerView(
        character.name(),
        character.playerId(),
        accountHeader,
        DecodeOutcome.OK,
        account,
        HeaderView.of(playerKey, value),
        outcome,
        outcome == DecodeOutcome.OK ? player : null);
  }
}
