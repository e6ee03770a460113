package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.account.AccountEditor;
import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.migration.Migrations;
import dev.keepstone.persistence.record.AccountCharacter;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.store.Store;
import org.agrona.concurrent.SystemEpochClock;

/**
 * Bans accounts: the next login is refused, and the servers that have a character of the account in
 * the world are asked to save it and let it go. Blocks; for tools.
 */
public final class AccountBans {
  private static final int TRIES = 5;

  private final Store store;

  public AccountBans(Store store) {
    this.store = store;
  }

  /**
   * Writes or lifts a ban.
   *
   * @param untilMs wall clock, UTC; 0: lifts it
   * @param reason for the player, at most {@link AccountRecord#MAX_BAN_REASON_BYTES}
   */
  public AccountEditor.Outcome set(String name, long untilMs, String reason) {
    return Answers.await(
        new AccountEditor(store).edit(name, account -> account.withBan(untilMs, reason), TRIES));
  }

  /**
   * Asks whoever has a character of the account in the world to save it and let it go. A server
   * looks for that each time that it renews its lease: every 10 s.
   *
   * @return how many characters are being played
   */
  public int sendOut(String name) {
    AccountRecord account =
        Answers.await(new Accounts(store, SystemEpochClock.INSTANCE).find(name)).account();
    if (account == null) {
      return 0;
    }
    int asked = 0;
    try (RecordEditor editor = RecordEditor.open(store, Migrations.newestVersion())) {
      for (AccountCharacter character : account.characters()) {
        asked += editor.askRelease(character.playerId()) ? 1 : 0;
      }
    }
    return asked;
  }
}
