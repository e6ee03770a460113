package dev.keepstone.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.Objects;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

class AccountRolesTest {
  private final CachedEpochClock clock = new CachedEpochClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final Accounts accounts = new Accounts(store, clock);
  private final AccountRoles roles = new AccountRoles(store);

  @Test
  void changesTheRoleAndNothingElse() {
    accounts.create("ann", "$argon2id$a").join();
    AccountRecord before = Objects.requireNonNull(accounts.find("ann").join().account());

    assertThat(roles.set("ann", Role.ADMIN).join()).isEqualTo(AccountEditor.Outcome.CHANGED);
    assertThat(accounts.find("ann").join().account()).isEqualTo(before.withRole(Role.ADMIN));
    assertThat(roles.set("ann", Role.PLAYER).join()).isEqualTo(AccountEditor.Outcome.CHANGED);
    assertThat(accounts.find("ann").join().account()).isEqualTo(before);
  }

  @Test
  void writesNothingForTheRoleThatItHas() {
    accounts.create("ann", "x").join();
    byte[] before = store.load(Keys.account("ann")).join().value();

    assertThat(roles.set("ann", Role.PLAYER).join()).isEqualTo(AccountEditor.Outcome.UNCHANGED);
    assertThat(store.load(Keys.account("ann")).join().value()).isEqualTo(before);
  }

  @Test
  void leavesAloneWhatItCannotBelieve() {
    accounts.create("ann", "x").join();
    byte[] sound = Objects.requireNonNull(store.load(Keys.account("ann")).join().value());
    byte[] damaged = sound.clone();
    damaged[140] ^= 1;
    store.overwrite(Keys.account("ann"), damaged);
    assertThat(roles.set("ann", Role.ADMIN).join()).isEqualTo(AccountEditor.Outcome.CORRUPT);

    byte[] newer = sound.clone();
    new RecordHeader().write(newer, RecordKind.ACCOUNT, 99, Fence.NEW);
    store.overwrite(Keys.account("ann"), newer);
    assertThat(roles.set("ann", Role.ADMIN).join()).isEqualTo(AccountEditor.Outcome.NEWER);
    assertThat(store.load(Keys.account("ann")).join().value()).isEqualTo(newer);
  }

  @Test
  void tellsAnUnknownNameFromAnAbsentStore() {
    assertThat(roles.set("nobody", Role.ADMIN).join()).isEqualTo(AccountEditor.Outcome.NOT_FOUND);
    assertThat(roles.set("no:body", Role.ADMIN).join()).isEqualTo(AccountEditor.Outcome.NOT_FOUND);
    store.close();
    assertThatThrownBy(() -> roles.set("ann", Role.ADMIN).join())
        .hasCauseInstanceOf(StoreException.class);
  }
}
