package dev.keepstone.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.Objects;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two write the same account: here the other comes first, between our read and our write. */
class AccountEditorTest {
  private final CachedEpochClock clock = new CachedEpochClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final Accounts accounts = new Accounts(store, clock);
  private final AccountEditor editor = new AccountEditor(store);
  private int othersToCome;

  @BeforeEach
  void register() {
    accounts.create("ann", "x").join();
  }

  @Test
  void whoComesSecondTriesAgainOnWhatTheFirstWrote() {
    othersToCome = 1;

    assertThat(editor.edit("ann", this::makeAdmin, 2).join())
        .isEqualTo(AccountEditor.Outcome.CHANGED);

    assertThat(stored().role()).isEqualTo(Role.ADMIN);
    assertThat(stored().createdAtMs()).isEqualTo(1);
  }

  @Test
  void whoComesSecondEachTimeWritesNothing() {
    othersToCome = 10;

    assertThat(editor.edit("ann", this::makeAdmin, 3).join())
        .isEqualTo(AccountEditor.Outcome.CONTENDED);

    assertThat(othersToCome).isEqualTo(7);
    assertThat(stored().role()).isEqualTo(Role.PLAYER);
    assertThat(stored().createdAtMs()).isEqualTo(3);
  }

  /** While some others are still to come, one of them writes before us. */
  private AccountRecord makeAdmin(AccountRecord read) {
    if (othersToCome > 0) {
      othersToCome--;
      AccountRecord theirs =
          new AccountRecord(
              read.name(), read.passwordHash(), read.playerId(), read.createdAtMs() + 1);
      store.overwrite(Keys.account("ann"), new AccountCodec().encode(theirs));
    }
    return read.withRole(Role.ADMIN);
  }

  private AccountRecord stored() {
    return Objects.requireNonNull(accounts.find("ann").join().account());
  }
}
