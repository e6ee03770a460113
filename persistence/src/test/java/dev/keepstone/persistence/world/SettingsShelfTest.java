package dev.keepstone.persistence.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.record.SettingsCodec;
import dev.keepstone.persistence.record.WorldSettings;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.Arrays;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

class SettingsShelfTest {
  private final MemoryStore store = new MemoryStore(new CachedEpochClock());
  private final SettingsShelf shelf = new SettingsShelf(store);

  @Test
  void aWorldWithoutSettingsHasTheDefaults() {
    assertThat(shelf.read().join()).isEqualTo(WorldSettings.DEFAULT);
    assertThat(WorldSettings.DEFAULT.registrationOpen()).isTrue();
  }

  @Test
  void whatIsSetIsRead() {
    shelf.change(before -> before.withRegistration(false, 5));
    assertThat(shelf.read().join()).isEqualTo(new WorldSettings(1, 5, false));

    shelf.change(before -> before.withRegistration(true, 9));
    assertThat(shelf.read().join()).isEqualTo(new WorldSettings(2, 9, true));
  }

  @Test
  void aChangeThatWasOvertakenIsMadeAgain() {
    int[] calls = {0};
    WorldSettings set =
        shelf.change(
            before -> {
              if (calls[0]++ == 0) {
                new SettingsShelf(store).change(other -> other.withRegistration(true, 1));
              }
              return before.withRegistration(false, 2);
            });

    assertThat(set).isEqualTo(new WorldSettings(2, 2, false));
    assertThat(shelf.read().join()).isEqualTo(set);
  }

  @Test
  void noFlippedBitAndNoCutLoadsAsOtherSettings() {
    WorldSettings settings = new WorldSettings(7, 1_000, false);
    byte[] record = SettingsCodec.encode(settings);
    assertThat(SettingsCodec.decode(record).settings()).isEqualTo(settings);

    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] damaged = record.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      SettingsCodec.Decoded decoded = SettingsCodec.decode(damaged);
      // The fence in the header is not about the settings: only its own check covers it.
      if (decoded.outcome() == DecodeOutcome.OK) {
        assertThat(decoded.settings()).as("bit %d", bit).isEqualTo(settings);
      }
    }
    for (int length = 0; length < record.length; length++) {
      assertThat(SettingsCodec.decode(Arrays.copyOf(record, length)).settings())
          .as("cut to %d", length)
          .isNull();
    }
  }

  @Test
  void damagedOrNewerSettingsAreNeverTakenForTheDefaults() {
    byte[] record = SettingsCodec.encode(WorldSettings.DEFAULT);
    byte[] newer = record.clone();
    new RecordHeader().write(newer, RecordKind.SETTINGS, 99, Fence.NEW);
    byte[] damaged = record.clone();
    damaged[damaged.length - 1] ^= 1;

    store.save(Keys.SETTINGS, newer).join();
    assertThatThrownBy(() -> shelf.change(before -> before.withRegistration(false, 1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer server");
    assertThat(store.load(Keys.SETTINGS).join().value()).isEqualTo(newer);

    store.save(Keys.SETTINGS, damaged).join();
    assertThatThrownBy(() -> shelf.change(before -> before.withRegistration(false, 1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged");
  }
}
