package dev.keepstone.persistence.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.rule.Vitals;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LoadCheckTest {
  private static final long ID = 77;
  private static final int APPLE = 1;
  private static final int SWORD = 31;
  private static final int WEAPON_SLOT = 3;
  private static final int HEAD_SLOT = 0;

  private final LoadCheck check = LoadCheck.against(TestContent.shipped());
  private final PlayerRecord loaded = new PlayerRecord();

  @Test
  void aSoundRecordIsOk() {
    assertThat(judge(player -> {})).isEqualTo(LoadOutcome.OK);
    assertThat(check.reasons()).isEmpty();
  }

  @Test
  void aNewCharacterIsOk() {
    PlayerRecord player = new PlayerRecord();
    player.playerId = ID;
    player.state.createdAtMs = 1;
    assertThat(judge(player)).isEqualTo(LoadOutcome.OK);
  }

  @Test
  void rejectsWhatCannotBeRead() {
    byte[] record = new PlayerCodec().encode(sound(), Fence.NEW);
    assertThat(check.judge(record, ID + 1, loaded)).isEqualTo(LoadOutcome.REJECT);
    assertThat(check.reasons()).containsExactly(LoadReason.WRONG_ID);

    byte[] large = new byte[RecordDescriptor.MAX_LENGTH + 1];
    assertThat(check.judge(large, ID, loaded)).isEqualTo(LoadOutcome.REJECT);
    assertThat(check.reasons()).containsExactly(LoadReason.TOO_LARGE);

    byte[] damaged = record.clone();
    damaged[damaged.length - 1] ^= 1;
    assertThat(check.judge(damaged, ID, loaded)).isEqualTo(LoadOutcome.REJECT);
    assertThat(check.reasons()).containsExactly(LoadReason.DAMAGED);

    int newer = PlayerBodyDecoder.SCHEMA_VERSION + 1;
    new RecordHeader().write(record, RecordKind.PLAYER, newer, Fence.NEW);
    assertThat(check.judge(record, ID, loaded)).isEqualTo(LoadOutcome.REJECT);
    assertThat(check.reasons()).containsExactly(LoadReason.NEWER);
  }

  @Test
  void rejectsImpossibleNumbers() {
    assertReason(p -> p.state.coins = -1, LoadReason.IMPOSSIBLE_COUNT);
    assertReason(p -> p.state.inventory.set(0, APPLE, -1, 0), LoadReason.IMPOSSIBLE_COUNT);
    assertReason(p -> p.state.bank.set(0, APPLE, 0, 0), LoadReason.IMPOSSIBLE_COUNT);
    assertReason(p -> p.state.skillXp[1] = -1, LoadReason.NEGATIVE_XP);
    assertReason(p -> p.state.skillXp[1] = 1_000, LoadReason.LIFETIME_XP_TOO_LOW);
    assertReason(p -> p.state.x = Float.NaN, LoadReason.NO_POSITION);
    assertReason(p -> p.state.y = Float.NEGATIVE_INFINITY, LoadReason.NO_POSITION);
    assertThat(judge(p -> p.state.inventory.set(0, APPLE, StateLimits.MAX_COUNT + 1, 0)))
        .isEqualTo(LoadOutcome.REJECT);
    assertThat(judge(p -> p.state.lifetimeXp = -1)).isEqualTo(LoadOutcome.REJECT);
  }

  @Test
  void skillsThatTogetherOverflowAreRejected() {
    assertThat(
            judge(
                p -> {
                  p.state.skillXp[0] = Long.MAX_VALUE;
                  p.state.skillXp[1] = Long.MAX_VALUE;
                  p.state.lifetimeXp = Long.MAX_VALUE;
                }))
        .isEqualTo(LoadOutcome.REJECT);
  }

  @Test
  void quarantinesWhatThisWorldCannotPlace() {
    assertReason(p -> p.state.zone = 999, LoadReason.UNKNOWN_ZONE);
    assertReason(p -> p.state.inventory.set(4, 60_000, 1, 0), LoadReason.UNKNOWN_ITEM);
    assertReason(p -> p.state.equipment.set(WEAPON_SLOT, 60_000, 1, 0), LoadReason.UNKNOWN_ITEM);
    assertReason(p -> p.state.bank.set(95, 60_000, 1, 0), LoadReason.UNKNOWN_ITEM);
    assertReason(p -> p.state.equipment.set(HEAD_SLOT, SWORD, 1, 9), LoadReason.NOT_WORN_THERE);
    assertReason(p -> p.state.equipment.set(HEAD_SLOT, APPLE, 1, 0), LoadReason.NOT_WORN_THERE);
    assertReason(p -> p.state.inventory.set(4, SWORD, 2, 9), LoadReason.STACK_TOO_HIGH);
    assertReason(
        p -> {
          p.state.inventory.set(4, SWORD, 1, 9);
          p.state.bank.set(4, SWORD, 1, 9);
        },
        LoadReason.SAME_ITEM_TWICE);
  }

  @Test
  void clampsWithoutGivingAnything() {
    assertThat(judge(p -> p.state.hp = 5_000)).isEqualTo(LoadOutcome.CLAMP);
    assertThat(loaded.state.hp).isEqualTo(Vitals.PLAYER_MAX_HP);
    assertThat(judge(p -> p.state.hp = -1)).isEqualTo(LoadOutcome.CLAMP);
    assertThat(loaded.state.hp).isZero();
    assertThat(judge(p -> p.state.stamina = -1)).isEqualTo(LoadOutcome.CLAMP);
    assertThat(loaded.state.stamina).isZero();
    assertThat(judge(p -> p.state.playtimeMs = -5)).isEqualTo(LoadOutcome.CLAMP);
    assertThat(loaded.state.playtimeMs).isZero();
    assertThat(judge(p -> p.state.deaths = -5)).isEqualTo(LoadOutcome.CLAMP);
    assertThat(loaded.state.deaths).isZero();
    assertThat(judge(p -> p.state.createdAtMs = 0)).isEqualTo(LoadOutcome.CLAMP);
    assertThat(loaded.state.createdAtMs).isEqualTo(loaded.updatedAtMs);
  }

  @Test
  void aPositionOutsideOrInAWallGoesToTheSpawnPoint() {
    for (float outside : new float[] {-1, 0, 1e9f}) {
      assertThat(judge(p -> p.state.x = outside)).isEqualTo(LoadOutcome.CLAMP);
      assertThat(check.reasons()).containsExactly(LoadReason.OUTSIDE_OF_THE_MAP);
      assertThat(loaded.state.x).isEqualTo(31.5f);
      assertThat(loaded.state.zone).isEqualTo(1);
    }
  }

  @Test
  void theGravestReasonDecidesAndAllAreListed() {
    assertThat(
            judge(
                p -> {
                  p.state.hp = -1;
                  p.state.zone = 999;
                }))
        .isEqualTo(LoadOutcome.QUARANTINE);
    assertThat(check.reasons())
        .containsExactly(LoadReason.UNKNOWN_ZONE, LoadReason.HP_OUT_OF_RANGE);
    assertThat(
            judge(
                p -> {
                  p.state.hp = -1;
                  p.state.zone = 999;
                  p.state.coins = -1;
                }))
        .isEqualTo(LoadOutcome.REJECT);
    assertThat(check.reasons()).hasSize(3);
  }

  @Test
  void withoutContentNothingIsAskedAboutIt() {
    PlayerRecord player = sound();
    player.state.zone = 999;
    player.state.x = -7;
    player.state.inventory.set(4, 60_000, 1, 0);
    byte[] record = new PlayerCodec().encode(player, Fence.NEW);

    assertThat(LoadCheck.withoutContent().judge(record, ID, loaded)).isEqualTo(LoadOutcome.OK);
  }

  @Test
  void theDocumentsListEveryReason() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "persistence.md"));
    for (LoadReason reason : EnumSet.allOf(LoadReason.class)) {
      assertThat(page)
          .contains("| `" + reason + "` | " + reason.outcome() + " | " + reason.meaning() + " |");
    }
  }

  private void assertReason(Consumer<PlayerRecord> change, LoadReason reason) {
    assertThat(judge(change)).as(reason.name()).isEqualTo(reason.outcome());
    assertThat(check.reasons()).contains(reason);
  }

  private LoadOutcome judge(Consumer<PlayerRecord> change) {
    PlayerRecord player = sound();
    change.accept(player);
    return judge(player);
  }

  private LoadOutcome judge(PlayerRecord player) {
    return check.judge(new PlayerCodec().encode(player, Fence.NEW), ID, loaded);
  }

  private static PlayerRecord sound() {
    PlayerRecord player = new PlayerRecord();
    player.playerId = ID;
    player.updatedAtMs = 2_000;
    player.name = "ann";
    player.state.createdAtMs = 1_000;
    player.state.zone = 1;
    player.state.x = 31.5f;
    player.state.y = 31.5f;
    player.state.hp = Vitals.PLAYER_MAX_HP;
    player.state.inventory.set(0, APPLE, 5, 0);
    player.state.equipment.set(WEAPON_SLOT, SWORD, 1, 8);
    return player;
  }
}
