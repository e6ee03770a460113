package dev.keepstone.net.server;

import dev.keepstone.net.auth.Account;
import dev.keepstone.net.auth.AccountDirectory;
import dev.keepstone.persistence.account.AccountEditor;
import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.account.Characters;
import dev.keepstone.persistence.account.CreateReply;
import dev.keepstone.persistence.account.FindReply;
import dev.keepstone.persistence.record.AccountCharacter;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.EpochClock;

/** The accounts of the store, as login, registration and the choice of a character see them. */
final class StoredAccounts implements AccountDirectory {
  /** Others who write one account at the same time: its own other sessions, or an operator. */
  private static final int TRIES = 5;

  private final Accounts accounts;
  private final Characters characters;
  private final AccountEditor editor;
  private final EpochClock clock;
  private final BooleanSupplier registrationOpen;
  private final int charactersPerAccount;

  /**
   * @param clock wall clock: the ends of bans
   * @param registrationOpen asked for each new account, on the gateway's thread or the pool's
   */
  StoredAccounts(
      Accounts accounts,
      Store store,
      EpochClock clock,
      int charactersPerAccount,
      BooleanSupplier registrationOpen) {
    this.registrationOpen = registrationOpen;
    this.accounts = accounts;
    this.clock = clock;
    this.charactersPerAccount = charactersPerAccount;
    characters = new Characters(store, clock);
    editor = new AccountEditor(store);
  }

  @Override
  public CompletableFuture<Lookup> find(String name) {
    return accounts.find(name).thenApply(this::lookup);
  }

  @Override
  public CompletableFuture<Creation> create(String name, String passwordPhc) {
    if (!registrationOpen.getAsBoolean()) {
      return CompletableFuture.completedFuture(
          Creation.without(CreationOutcome.REGISTRATION_CLOSED));
    }
    return accounts.create(name, passwordPhc).thenApply(StoredAccounts::creation);
  }

  @Override
  public CompletableFuture<CharacterOutcome> createCharacter(String account, String name) {
    return characters
        .create(account, name, charactersPerAccount)
        .thenApply(
            outcome ->
                switch (outcome) {
                  case CREATED -> CharacterOutcome.CREATED;
                  case NAME_TAKEN -> CharacterOutcome.NAME_TAKEN;
                  case TOO_MANY -> CharacterOutcome.TOO_MANY;
                  case NOT_FOUND, CORRUPT -> CharacterOutcome.CORRUPT;
                  case NEWER -> CharacterOutcome.NEWER;
                  case CONTENDED -> CharacterOutcome.BUSY;
                  case UNAVAILABLE -> CharacterOutcome.UNAVAILABLE;
                });
  }

  @Override
  public CompletableFuture<ChangeOutcome> selectCharacter(String account, long playerId) {
    return change(
        account,
        record -> {
          for (AccountCharacter character : record.characters()) {
            if (character.playerId() == playerId) {
              return record.withSelected(character);
            }
          }
          return record;
        });
  }

  @Override
  public CompletableFuture<ChangeOutcome> replaceHash(
      String account, String oldPhc, String newPhc) {
    return change(
        account,
        record -> record.passwordHash().equals(oldPhc) ? record.withPasswordHash(newPhc) : record);
  }

  private CompletableFuture<ChangeOutcome> change(
      String account, UnaryOperator<AccountRecord> change) {
    return editor
        .edit(account, change, TRIES)
        .thenApply(
            outcome ->
                switch (outcome) {
                  case CHANGED, UNCHANGED -> ChangeOutcome.DONE;
                  case NOT_FOUND, CORRUPT, NEWER, CONTENDED -> ChangeOutcome.REFUSED;
                })
        .exceptionally(failure -> ChangeOutcome.UNAVAILABLE);
  }

  private Lookup lookup(FindReply reply) {
    AccountRecord account = reply.account();
    return switch (reply.outcome()) {
      case FOUND ->
          account == null ? Lookup.without(LookupOutcome.CORRUPT) : Lookup.found(account(account));
      case NOT_FOUND -> Lookup.without(LookupOutcome.NOT_FOUND);
      case CORRUPT -> Lookup.without(LookupOutcome.CORRUPT);
      case NEWER -> Lookup.without(LookupOutcome.NEWER);
      case UNAVAILABLE -> Lookup.without(LookupOutcome.UNAVAILABLE);
    };
  }

  private Account account(AccountRecord record) {
    List<Account.OwnCharacter> owned = new ArrayList<>();
    for (AccountCharacter character : record.characters()) {
      owned.add(new Account.OwnCharacter(character.playerId(), character.name()));
    }
    return new Account(
        record.name(),
        record.passwordHash(),
        record.role(),
        owned,
        record.playerId(),
        BanText.of(record, clock.time()));
  }

  private static Creation creation(CreateReply reply) {
    return switch (reply.outcome()) {
      case CREATED -> Creation.created(reply.playerId());
      case NAME_TAKEN -> Creation.without(CreationOutcome.NAME_TAKEN);
      case UNAVAILABLE -> Creation.without(CreationOutcome.UNAVAILABLE);
    };
  }
}
