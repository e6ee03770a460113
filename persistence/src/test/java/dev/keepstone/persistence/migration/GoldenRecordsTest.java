package dev.keepstone.persistence.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A record of each version that was ever written, as it lies in stores, in hex. They are never
 * changed: whoever breaks this test can't read somebody's world any more.
 */
class GoldenRecordsTest {
  private static final long ID = 77;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void everyVersionLoadsForEver(int version) {
    PlayerRecord player = load(version);

    assertThat(player.name).isEqualTo("ann");
    assertThat(player.updatedAtMs).isEqualTo(2_000);
    assertThat(player.lastSeenMs).isEqualTo(3_000);
    assertThat(player.state.coins).isEqualTo(250);
    assertThat(player.state.zone).isEqualTo(1);
    assertThat(player.state.x).isEqualTo(6.5f);
    assertThat(player.state.y).isEqualTo(7.5f);
    assertThat(player.state.hp).isEqualTo(90);
    assertThat(player.state.stamina).isEqualTo(80);
    assertThat(player.state.skillXp[2]).isEqualTo(1_000);
    assertThat(player.state.questStages[5]).isEqualTo(3);
    assertThat(player.state.friends[0]).isEqualTo(78);
    assertThat(player.state.operations[15]).isEqualTo(41);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void lifetimeXpIsAtLeastThatOfTheSkills(int version) {
    assertThat(load(version).state.lifetimeXp).isEqualTo(version < 2 ? 1_300 : 5_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void whatAVersionDidNotCountStartsAtZero(int version) {
    PlayerRecord player = load(version);
    assertThat(player.state.playtimeMs).isEqualTo(version < 3 ? 0 : 60_000);
    assertThat(player.state.createdAtMs).isEqualTo(version < 3 ? 0 : 1_000);
    assertThat(player.state.deaths).isEqualTo(version < 4 ? 0 : 2);
  }

  /** The records of versions before 5 have the old kind in all three containers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void theOldPotionIsTheNewOneWhereverItLies(int version) {
    PlayerRecord player = load(version);
    assertThat(player.state.inventory.kind(3)).isEqualTo(Migrations.HEALING_POTION);
    assertThat(player.state.inventory.count(3)).isEqualTo(4);
    assertThat(player.state.equipment.kind(10)).isEqualTo(Migrations.HEALING_POTION);
    assertThat(player.state.bank.kind(95)).isEqualTo(Migrations.HEALING_POTION);
    assertThat(player.state.bank.count(95)).isEqualTo(7);
    assertThat(player.state.inventory.kind(0)).isEqualTo(31);
    assertThat(player.state.inventory.unique(0)).isEqualTo(9_001);
  }

  @Test
  void theChainLeadsToTheNewestVersion() {
    assertThat(Migrations.newestVersion()).isEqualTo(PlayerBodyDecoder.SCHEMA_VERSION);
  }

  @Test
  void aStateThatIsUpToDateStaysAsItIs() {
    PlayerRecord once = load(5);
    PlayerRecord twice = load(5);

    Migrations.apply(1, twice.state);

    assertThat(twice.state).usingRecursiveComparison().isEqualTo(once.state);
  }

  private static PlayerRecord load(int version) {
    PlayerRecord player = new PlayerRecord();
    assertThat(new PlayerCodec().decode(golden(version), ID, player)).isEqualTo(DecodeOutcome.OK);
    return player;
  }

  private static byte[] golden(int version) {
    String file = "player-v" + version + ".hex";
    try (InputStream in =
        Objects.requireNonNull(GoldenRecordsTest.class.getResourceAsStream(file), file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
