package dev.keepstone.net.server;

import dev.keepstone.net.auth.AccountDirectory;
import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.account.CreateReply;
import dev.keepstone.persistence.account.FindReply;
import dev.keepstone.persistence.record.AccountRecord;
import java.util.concurrent.CompletableFuture;

/** The accounts of the store, as login and registration see them. */
final class StoredAccounts implements AccountDirectory {
  private final Accounts accounts;

  StoredAccounts(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public CompletableFuture<Lookup> find(String name) {
    return accounts.find(name).thenApply(StoredAccounts::lookup);
  }

  @Override
  public CompletableFuture<Creation> create(String name, String passwordPhc) {
    return accounts.create(name, passwordPhc).thenApply(StoredAccounts::creation);
  }

  private static Lookup lookup(FindReply reply) {
    AccountRecord account = reply.account();
    return switch (reply.outcome()) {
      case FOUND ->
          account == null
              ? Lookup.without(LookupOutcome.CORRUPT)
              : Lookup.found(account.playerId(), account.passwordHash(), account.role());
      case NOT_FOUND -> Lookup.without(LookupOutcome.NOT_FOUND);
      case CORRUPT -> Lookup.without(LookupOutcome.CORRUPT);
      case NEWER -> Lookup.without(LookupOutcome.NEWER);
      case UNAVAILABLE -> Lookup.without(LookupOutcome.UNAVAILABLE);
    };
  }

  private static Creation creation(CreateReply reply) {
    return switch (reply.outcome()) {
      case CREATED -> Creation.created(reply.playerId());
      case NAME_TAKEN -> Creation.without(CreationOutcome.NAME_TAKEN);
      case UNAVAILABLE -> Creation.without(CreationOutcome.UNAVAILABLE);
    };
  }
}
