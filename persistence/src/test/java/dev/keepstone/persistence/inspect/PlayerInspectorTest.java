package dev.keepstone.persistence.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.Objects;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

class PlayerInspectorTest {
  private final CachedEpochClock clock = new CachedEpochClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final PlayerInspector inspector = new PlayerInspector(store);

  @Test
  void showsAccountAndPlayerWithTheirHeadersAndChangesNothing() {
    new Accounts(store, clock).create("ann", "$x").join();
    byte[] before = load(Keys.player(1));

    PlayerView view = inspector.inspect("ann").join();

    assertThat(view.isFound()).isTrue();
    assertThat(Objects.requireNonNull(view.account()).playerId()).isEqualTo(1);
    assertThat(Objects.requireNonNull(view.player()).name).isEqualTo("ann");
    HeaderView header = Objects.requireNonNull(view.playerHeader());
    assertThat(header.key()).isEqualTo(Keys.player(1));
    assertThat(header.sizeBytes()).isEqualTo(before.length);
    assertThat(header.fence()).isEqualTo(Fence.NEW);
    assertThat(header.isHeaderIntact()).isTrue();
    assertThat(load(Keys.player(1))).isEqualTo(before);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(inspector.inspect("ann").join().isFound()).isFalse();
    assertThat(inspector.inspect("not a name").join().isFound()).isFalse();
    new Accounts(store, clock).create("ann", "$x").join();
    store.overwrite(Keys.player(1), null);

    PlayerView view = inspector.inspect("ann").join();
    assertThat(view.isFound()).isTrue();
    assertThat(view.playerOutcome()).isNull();
  }

  @Test
  void showsTheHeaderOfADamagedBodyAndNothingOfADamagedHeader() {
    new Accounts(store, clock).create("ann", "$x").join();
    byte[] damaged = load(Keys.player(1));
    damaged[130] ^= 1;
    store.overwrite(Keys.player(1), damaged);
    PlayerView view = inspector.inspect("ann").join();
    assertThat(view.playerOutcome()).isEqualTo(DecodeOutcome.CORRUPT);
    assertThat(view.player()).isNull();
    assertThat(Objects.requireNonNull(view.playerHeader()).fence()).isNotNull();

    damaged[40] ^= 1;
    store.overwrite(Keys.player(1), damaged);
    HeaderView header = Objects.requireNonNull(inspector.inspect("ann").join().playerHeader());
    assertThat(header.isHeaderIntact()).isFalse();
    assertThat(header.fence()).isNull();
  }

  private byte[] load(String key) {
    return Objects.requireNonNull(store.load(key).join().value());
  }
}
