package dev.keepstone.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private final CachedEpochClock clock = new CachedEpochClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final Accounts accounts = new Accounts(store, clock);

  @Test
  void createsAccountAndCharacterTogether() {
    clock.update(5_000);

    CreateReply created = accounts.create("ann", "$argon2id$a").join();

    assertThat(created).isEqualTo(new CreateReply(CreateReply.Outcome.CREATED, 1));
    assertThat(accounts.find("ann").join().account())
        .isEqualTo(new AccountRecord("ann", "$argon2id$a", 1, 5_000));
    PlayerRecord player = new PlayerRecord();
    byte[] record = Objects.requireNonNull(store.load(Keys.player(1)).join().value());
    assertThat(new PlayerCodec().decode(record, 1, player)).isEqualTo(DecodeOutcome.OK);
    assertThat(player.name).isEqualTo("ann");
    assertThat(player.state.zone).isZero();
    assertThat(player.state.createdAtMs).isEqualTo(5_000);
    assertThat(player.lastSeenMs).isZero();
    assertThat(new RecordHeader().wrap(record).version()).isEqualTo(1);
  }

  @Test
  void refusesATakenName() {
    accounts.create("ann", "first").join();
    assertThat(accounts.create("ann", "second").join())
        .isEqualTo(new CreateReply(CreateReply.Outcome.NAME_TAKEN, 0));
    assertThat(Objects.requireNonNull(accounts.find("ann").join().account()).passwordHash())
        .isEqualTo("first");
  }

  @Test
  void findsNoUnknownOrImpossibleName() {
    assertThat(accounts.find("nobody").join().outcome()).isEqualTo(FindReply.Outcome.NOT_FOUND);
    assertThat(accounts.find("no:body").join().outcome()).isEqualTo(FindReply.Outcome.NOT_FOUND);
    assertThatThrownBy(() -> accounts.create("no:body", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsDamagedAndNewerAccountsApart() {
    accounts.create("ann", "x").join();
    byte[] sound = Objects.requireNonNull(store.load(Keys.account("ann")).join().value());
    byte[] damaged = sound.clone();
    damaged[140] ^= 1;
    store.overwrite(Keys.account("ann"), damaged);
    assertThat(accounts.find("ann").join().outcome()).isEqualTo(FindReply.Outcome.CORRUPT);

    byte[] newer = sound.clone();
    new RecordHeader().write(newer, RecordKind.ACCOUNT, 9, Fence.NEW);
    store.overwrite(Keys.account("ann"), newer);
    assertThat(accounts.find("ann").join().outcome()).isEqualTo(FindReply.Outcome.NEWER);
  }

  @Test
  void anAbsentStoreIsNeitherUnknownNameNorTakenName() {
    store.close();
    assertThat(accounts.find("ann").join().outcome()).isEqualTo(FindReply.Outcome.UNAVAILABLE);
    assertThat(accounts.create("ann", "x").join().outcome())
        .isEqualTo(CreateReply.Outcome.UNAVAILABLE);
  }

  @Test
  void takesAnotherIdWhenTheCounterWentBack() {
    for (int i = 0; i < 5; i++) {
      accounts.create("old_" + i, "x").join();
    }
    MemoryStore restored = new MemoryStore(clock);
    for (long id = 1; id <= 5; id++) {
      restored.overwrite(Keys.player(id), store.load(Keys.player(id)).join().value());
    }
    assertThat(new Accounts(restored, clock).create("ann", "x").join())
        .isEqualTo(new CreateReply(CreateReply.Outcome.CREATED, 6));
  }

  @Test
  void anImpossibleCounterIsLoud() {
    store.reserve(Keys.PLAYER_IDS, -1_000).join();
    PlayerIds ids = new PlayerIds(store);
    assertThatThrownBy(() -> ids.take().join())
        .hasCauseInstanceOf(StoreException.class)
        .hasMessageContaining("ids:player");
    assertThat(accounts.create("ann", "x").join().outcome())
        .isEqualTo(CreateReply.Outcome.UNAVAILABLE);
    assertThat(accounts.find("ann").join().outcome()).isEqualTo(FindReply.Outcome.NOT_FOUND);
  }

  @Test
  void givesEachIdOnceToManyThreads() throws InterruptedException {
    PlayerIds ids = new PlayerIds(store);
    ConcurrentHashMap<Long, Boolean> taken = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 500; i++) {
                  CompletableFuture<Long> id = ids.take();
                  assertThat(taken.put(id.join(), true)).isNull();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).hasSize(2_000);
    assertThat(taken.keySet()).allMatch(id -> id > 0);
  }

  @Test
  void aCounterThatWentBackTooFarIsNotFollowedForEver() {
    for (long id = 1; id <= 1_000; id++) {
      store.overwrite(Keys.player(id), new byte[1]);
    }
    assertThat(accounts.create("ann", "x").join())
        .isEqualTo(new CreateReply(CreateReply.Outcome.UNAVAILABLE, 0));
    assertThat(accounts.find("ann").join().outcome()).isEqualTo(FindReply.Outcome.NOT_FOUND);
  }
}
