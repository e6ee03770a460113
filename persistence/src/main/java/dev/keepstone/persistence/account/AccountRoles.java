package dev.keepstone.persistence.account;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.persistence.store.Store;
import java.util.concurrent.CompletableFuture;

/**
 * Gives accounts their role. Any thread; futures complete on the store's threads. A server that
 * runs meanwhile goes by the role that it read at login.
 */
public final class AccountRoles {
  private static final int TRIES = 3;

  private final AccountEditor editor;

  public AccountRoles(Store store) {
    editor = new AccountEditor(store);
  }

  /**
   * Writes the role; nothing else of the account changes.
   *
   * @return fails with StoreException when the store is away: then nothing is known
   */
  public CompletableFuture<AccountEditor.Outcome> set(String name, Role role) {
    return editor.edit(name, account -> account.withRole(role), TRIES);
  }
}
