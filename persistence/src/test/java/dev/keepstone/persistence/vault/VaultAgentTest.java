package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardEntry;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.validation.TestContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What the vault does while the store answers; {@link VaultFaultTest} is about when it doesn't. */
class VaultAgentTest {
  private final VaultHarness h = VaultHarness.ready();

  // Claims.

  @Test
  void loadsAClaimedPlayer() {
    h.play(7);
    assertThat(h.fence(7)).isEqualTo(new Fence(h.vault.incarnation(), 1, 1, 1, false));
    assertThat(h.count(VaultCounter.CLAIMS_LOADED)).isEqualTo(1);
  }

  @Test
  void refusesAPlayerThatIsMissing() {
    h.world.claim(70, 7);
    h.world.claim(80, 0);
    assertThat(h.work())
        .containsExactly("Refused 80 0 CHARACTER_MISSING", "Refused 70 7 CHARACTER_MISSING");
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    assertThat(h.count(VaultCounter.CLAIMS_REFUSED)).isEqualTo(2);
    assertThat(h.count(VaultCounter.REFUSED_MISSING)).isEqualTo(2);
  }

  @Test
  void refusesAPlayerOfALiveServer() {
    h.newPlayer(7);
    VaultAgent other = h.newVault(named("other"));
    for (int i = 0; i < 10; i++) {
      other.doWork();
    }
    h.world.claim(70, 7);
    for (int i = 0; i < 10; i++) {
      other.doWork();
    }
    assertThat(h.world.heard()).hasSize(1);

    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Refused 71 7 OWNED_ELSEWHERE");
    assertThat(h.count(VaultCounter.REFUSED_OWNED)).isPositive();
  }

  @Test
  void refusesDamagedRecordsAndLeavesThem() {
    h.newPlayer(7);
    byte[] damaged = h.stored(7);
    damaged[damaged.length - 1] ^= 1;
    h.memory.overwrite(Keys.player(7), damaged);
    h.world.claim(70, 7);

    assertThat(h.work()).containsExactly("Refused 70 7 DATA_CORRUPTED");

    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    byte[] after = h.stored(7);
    assertThat(after).hasSameSizeAs(damaged);
    assertThat(after[after.length - 1]).isEqualTo(damaged[damaged.length - 1]);
    assertThat(h.count(VaultCounter.REFUSED_DAMAGED)).isPositive();
  }

  @Test
  void refusesNewerRecordsAndLeavesThem() {
    h.newPlayer(7);
    byte[] newer = h.stored(7);
    new RecordHeader().write(newer, RecordKind.PLAYER, 9, Fence.NEW);
    h.memory.overwrite(Keys.player(7), newer);
    h.world.claim(70, 7);

    assertThat(h.work()).containsExactly("Refused 70 7 NEWER_RECORD");
    assertThat(h.stored(7)).isEqualTo(newer);
    assertThat(h.count(VaultCounter.REFUSED_NEWER)).isPositive();
  }

  @Test
  void refusesAClaimOfWhatIsPlayed() {
    h.play(7);
    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Refused 71 7 ALREADY_PLAYING");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);
    h.world.row(7, 2, 5);
    assertThat(h.work()).containsExactly("Durable 7 v2");
  }

  @Test
  void refusesClaimsBeyondItsQueue() {
    VaultHarness small =
        new VaultHarness(
            new VaultConfig(
                "small", 60_000, 5_000, 10_000, 3_000, 5_000, 100, 5_000, 64, 2, 1, 2, 10_000, 64));
    small.work();
    small.store.fault = FaultyStore.Fault.DELAY;
    for (long id = 1; id <= 5; id++) {
      small.newPlayer(id);
    }
    small.world.claim(10, 1);
    small.work();
    for (long id = 2; id <= 5; id++) {
      small.world.claim(10 * id, id);
    }
    assertThat(small.work()).containsExactly("Refused 40 4 BUSY", "Refused 50 5 BUSY");
    small.store.fault = FaultyStore.Fault.NONE;
    small.store.executeDelayed();
    assertThat(small.work()).hasSize(3).allMatch(s -> s.startsWith("Loaded"));
    assertThat(small.count(VaultCounter.REFUSED_BUSY)).isEqualTo(2);
  }

  @Test
  void keepsACopyOfWhatItQuarantines() {
    VaultHarness strict =
        new VaultHarness(VaultHarness.CONFIG, LoadCheck.against(TestContent.shipped()));
    PlayerState state = TestWorld.state(3);
    state.zone = 99;
    byte[] before = strict.put(7, state);
    strict.work();
    strict.world.claim(70, 7);

    assertThat(strict.work()).containsExactly("Refused 70 7 QUARANTINED");

    Quarantined copy = Objects.requireNonNull(strict.memory.loadQuarantined(7).join());
    assertThat(copy.reasons()).isEqualTo("[UNKNOWN_ZONE]");
    assertThat(copy.raw()).hasSameSizeAs(before);
    assertThat(strict.fence(7).released()).isTrue();
    assertThat(strict.count(VaultCounter.LOADS_QUARANTINED)).isEqualTo(1);
    assertThat(strict.count(VaultCounter.REFUSED_QUARANTINED)).isEqualTo(1);
  }

  @Test
  void saysWhatItHasPutRight() {
    PlayerState state = TestWorld.state(3);
    state.playtimeMs = -5;
    h.put(7, state);
    h.world.claim(70, 7);

    assertThat(h.work()).hasSize(1).allMatch(loaded -> loaded.startsWith("Loaded 70 7 "));
    assertThat(h.world.clamped).containsExactly(70L);
    assertThat(h.count(VaultCounter.LOADS_CLAMPED)).isEqualTo(1);
  }

  @Test
  void refusesImpossibleNumbers() {
    PlayerState state = TestWorld.state(3);
    state.coins = -1;
    h.put(7, state);
    h.world.claim(70, 7);

    assertThat(h.work()).containsExactly("Refused 70 7 DATA_CORRUPTED");
    assertThat(h.memory.loadQuarantined(7).join()).isNull();
    assertThat(h.count(VaultCounter.LOADS_REJECTED)).isEqualTo(1);
  }

  // Leaderboards.

  @Test
  void tellsTheBoardsWithTheFirstSaveAndWithEachChange() {
    h.play(7);
    h.play(8);
    h.world.row(7, 2, 1);
    h.world.row(8, 2, 1);
    h.work();
    assertThat(h.board(Board.LEVEL)).containsExactly(new BoardEntry(7, 1), new BoardEntry(8, 1));

    PlayerState state = TestWorld.state(1);
    state.lifetimeXp = 4_500;
    state.deaths = 2;
    h.world.row(8, 3, state, false);
    h.work();

    assertThat(h.board(Board.XP)).containsExactly(new BoardEntry(8, 4_500), new BoardEntry(7, 0));
    assertThat(h.board(Board.LEVEL)).containsExactly(new BoardEntry(8, 10), new BoardEntry(7, 1));
    assertThat(h.board(Board.DEATHS)).containsExactly(new BoardEntry(8, 2), new BoardEntry(7, 0));
  }

  // Rows.

  @Test
  void savesARowAndTellsWhenItIsDurable() {
    h.play(7);
    h.jump(5_000);
    h.world.row(7, 2, 12.5f);

    assertThat(h.work()).containsExactly("Durable 7 v2");

    PlayerRecord saved = h.player(7);
    assertThat(saved.state.x).isEqualTo(12.5f);
    assertThat(saved.state.hp).isEqualTo(10);
    assertThat(saved.state.zone).isEqualTo(1);
    assertThat(saved.name).isEqualTo("p7");
    assertThat(saved.state.createdAtMs).isEqualTo(1);
    assertThat(saved.updatedAtMs).isEqualTo(1_005_000);
    assertThat(saved.lastSeenMs).isEqualTo(1_005_000);
    assertThat(h.fence(7).version()).isEqualTo(2);
    assertThat(h.count(VaultCounter.ROWS)).isPositive();
    assertThat(h.count(VaultCounter.CHUNKS)).isPositive();
    assertThat(h.count(VaultCounter.ROWS_DURABLE)).isPositive();
    assertThat(h.count(VaultCounter.ROWS_RELEASED)).isZero();
  }

  @Test
  void theLastRowReleasesTheRecord() {
    h.play(7);
    h.world.lastRow(7, 2, 3);
    assertThat(h.work()).containsExactly("Durable 7 v2 released");
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();

    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Loaded 71 7 v2 zone1 x3.0 p7");
    assertThat(h.count(VaultCounter.ROWS_RELEASED)).isEqualTo(1);
  }

  @Test
  void namesTheStoredHeaderFromTheFirstRowOn() {
    h.play(7);
    for (int version = 2; version < 5; version++) {
      h.world.row(7, version, version);
      h.work();
    }
    assertThat(h.store.saves)
        .allSatisfy(rows -> assertThat(rows.get(0).expectedHeader()).isNotNull());
    assertThat(h.fence(7).version()).isEqualTo(4);
  }

  @Test
  void writesEachRowOverTheOneThatWasConfirmedBefore() {
    h.play(7);
    for (int version = 2; version < 6; version++) {
      h.world.row(7, version, version);
      assertThat(h.work()).containsExactly("Durable 7 v" + version);
    }
    RecordHeader header = new RecordHeader();
    for (int i = 1; i < 4; i++) {
      RowWrite before = h.store.saves.get(i - 1).get(0);
      RowWrite row = h.store.saves.get(i).get(0);
      assertThat(header.wrap(row.record()).version()).isEqualTo(i + 2);
      assertThat(row.expectedHeader())
          .isEqualTo(Arrays.copyOf(before.record(), RecordDescriptor.HEADER_LENGTH));
    }
    assertThat(h.fence(7).version()).isEqualTo(5);
  }

  @Test
  void aRowThatSkipsAVersionIsRefusedAndTheRecordGivenBack() {
    h.play(7);
    h.world.row(7, 4, 1);
    assertThat(h.work()).containsExactly("Lost 7 STORE_WENT_BACK");
    assertThat(h.fence(7)).isEqualTo(new Fence(h.vault.incarnation(), 1, 1, 1, true));
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    assertThat(h.count(VaultCounter.ROWS_LOST)).isEqualTo(1);
    assertThat(h.count(VaultCounter.VERDICTS_GAP)).isEqualTo(1);
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isEqualTo(1);
  }

  @Test
  void aRowBelowTheClaimIsABugAndRefused() {
    h.play(7);
    h.world.row(7, 1, 1);
    assertThat(h.work()).containsExactly("Lost 7 REFUSED");
    assertThat(h.count(VaultCounter.VERDICTS_STALE)).isEqualTo(1);
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.ROWS_LOST)).isEqualTo(1);
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isZero();
  }

  @Test
  void aRowThatLostItsOwnerIsLost() {
    h.play(7);
    h.play(8);
    h.steal(7);
    byte[] stolen = h.stored(7);
    h.world.row(7, 2, 1);
    h.world.row(8, 2, 1);
    assertThat(h.work()).containsExactlyInAnyOrder("Lost 7 OWNER_CHANGED", "Durable 8 v2");
    assertThat(h.stored(7)).isEqualTo(stolen);

    h.world.row(7, 2, 1);
    assertThat(h.work()).isEmpty();
    assertThat(h.count(VaultCounter.ROWS_UNCLAIMED)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ROWS_LOST)).isEqualTo(1);
    assertThat(h.count(VaultCounter.VERDICTS_LOST)).isEqualTo(1);
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isZero();
  }

  @Test
  void aRowWhoseRecordVanishedIsLost() {
    h.play(7);
    h.memory.overwrite(Keys.player(7), null);
    h.world.row(7, 2, 1);
    assertThat(h.work()).containsExactly("Lost 7 STORE_WENT_BACK");
    assertThat(h.count(VaultCounter.VERDICTS_MISSING)).isEqualTo(1);
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isEqualTo(1);
  }

  @Test
  void aRowThatCantBeEncodedCostsOnlyItsPlayer() {
    h.play(7);
    h.play(8);
    h.world.row(7, Fence.MAX_NUMBER + 1, 1);
    h.world.row(8, 2, 1);
    assertThat(h.work()).containsExactlyInAnyOrder("Lost 7 REFUSED", "Durable 8 v2");
    assertThat(h.faults).hasSize(1);
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.FAULTS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ROWS_LOST)).isEqualTo(1);
  }

  @Test
  void aRowThatIsNoPlaceIsNeverWritten() {
    h.play(7);
    h.world.row(7, 2, Float.NaN);
    assertThat(h.work()).containsExactly("Lost 7 REFUSED");
    assertThat(h.fence(7).version()).isEqualTo(1);
  }

  @Test
  void aSecondRowBeforeTheVerdictIsTheWorldsError() {
    h.play(7);
    h.store.fault = FaultyStore.Fault.DELAY;
    h.world.row(7, 2, 1);
    h.work();
    h.world.row(7, 3, 1);
    h.work();
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);
    h.store.executeDelayed();
    assertThat(h.work()).containsExactly("Durable 7 v2");
  }

  @Test
  void sendsRowsByShardInChunksAndAtMostTwoAtATime() {
    List<Long> ids = sameShard(150);
    ids.forEach(h::play);
    h.store.fault = FaultyStore.Fault.DELAY;
    for (long id : ids) {
      h.world.row(id, 2, 1);
    }
    h.work();
    assertThat(h.store.saves).extracting(List::size).containsExactly(64, 64);

    h.store.executeDelayed();
    assertThat(h.work()).hasSize(128);
    assertThat(h.store.saves).extracting(List::size).containsExactly(64, 64, 22);
    h.store.executeDelayed();
    assertThat(h.work()).hasSize(22);
  }

  @Test
  void mixesNoShardsInOneSave() {
    for (long id = 1; id <= 40; id++) {
      h.play(id);
    }
    for (long id = 1; id <= 40; id++) {
      h.world.row(id, 2, 1);
    }
    assertThat(h.work()).hasSize(40);
    for (List<RowWrite> rows : h.store.saves) {
      assertThat(rows)
          .extracting(row -> row.key().substring(0, row.key().indexOf('}')))
          .containsOnly(rows.get(0).key().substring(0, rows.get(0).key().indexOf('}')));
    }
  }

  // Give-back.

  @Test
  void givesBackWhatNeverEntered() {
    h.play(7);
    h.world.giveBack(7);
    assertThat(h.work()).isEmpty();
    assertThat(h.fence(7)).isEqualTo(new Fence(h.vault.incarnation(), 1, 1, 1, true));
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    assertThat(h.count(VaultCounter.GIVE_BACKS)).isEqualTo(1);
  }

  @Test
  void aClaimRightBehindAGiveBackWaitsForIt() {
    h.play(7);
    h.world.giveBack(7);
    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
    assertThat(h.fence(7).epoch()).isEqualTo(2);
  }

  // The world's inbox.

  @Test
  void keepsMessagesInOrderWhileTheWorldIsFull() {
    for (long id = 1; id <= 20; id++) {
      h.play(id);
    }
    h.world.fromVault.room = 3;
    for (long id = 1; id <= 20; id++) {
      h.world.row(id, 2, 0);
    }
    assertThat(h.work()).hasSize(3);
    h.world.fromVault.room = 5;
    assertThat(h.work()).hasSize(5);
    h.world.fromVault.room = Integer.MAX_VALUE;
    assertThat(h.work()).hasSize(12);
    assertThat(h.count(VaultCounter.OFFERS_REFUSED)).isEqualTo(17);
  }

  @Test
  void takesNothingMoreFromAWorldThatDoesNotListen() {
    List<Long> ids = new ArrayList<>();
    for (long id = 1; id <= 600; id++) {
      h.newPlayer(id);
      ids.add(id);
    }
    h.world.fromVault.room = 0;
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 30; i++) {
        long id = ids.get(round * 30 + i);
        h.world.claim(id, id);
      }
      h.work();
    }
    assertThat(h.count(VaultCounter.CLAIMS)).isLessThan(600);
    h.world.fromVault.room = Integer.MAX_VALUE;
    List<String> heard = h.work();
    heard.addAll(h.work());
    assertThat(heard).hasSize(600).doesNotHaveDuplicates();
    assertThat(h.count(VaultCounter.CLAIMS)).isEqualTo(600);
  }

  @Test
  void dropsWhatIsNoMessageOfTheWorld() {
    h.world.raw(new byte[0]);
    h.world.raw(new byte[7]);
    h.world.raw(header(8, 50, 99));
    h.world.raw(header(8, 49, 1));
    h.world.raw(header(8, 50, 1));
    h.world.raw(header(16, 51, 1));
    assertThat(h.work()).isEmpty();
    assertThat(h.count(VaultCounter.BAD_MESSAGES)).isEqualTo(6);
  }

  // Lease and stop.

  @Test
  void renewsItsLeaseEveryTenSeconds() {
    h.pass(65_000);
    assertThat(h.count(VaultCounter.RENEWALS)).isEqualTo(6);
    assertThat(h.count(VaultCounter.LINK_DOWNS)).isZero();
  }

  @Test
  void closesOnlyWhenAllIsSettled() {
    h.play(7);
    h.store.fault = FaultyStore.Fault.DELAY;
    h.world.lastRow(7, 2, 1);
    h.work();
    h.vault.requestClose();
    h.work();
    assertThat(h.vault.isClosed()).isFalse();

    h.store.fault = FaultyStore.Fault.NONE;
    h.store.executeDelayed();
    assertThat(h.work()).containsExactly("Durable 7 v2 released");
    assertThat(h.vault.isClosed()).isTrue();
    assertThat(h.store.commands).endsWith("retire");
  }

  @Test
  void aRestartLogsInAtOnceAfterAKill() {
    h.play(7);
    VaultAgent killed = h.vault;
    h.vault = h.newVault(VaultHarness.CONFIG);
    h.work();
    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");

    // The killed one was only paused: it finds out and never comes back.
    h.vault = killed;
    h.jump(11_000);
    h.work();
    h.pass(1_000);
    assertThat(killed.linkState()).isEqualTo(LinkState.SUPERSEDED);
  }

  static VaultConfig named(String name) {
    return new VaultConfig(
        name, 60_000, 5_000, 10_000, 3_000, 5_000, 100, 5_000, 64, 2, 32, 1_024, 10_000, 64);
  }

  private static byte[] header(int blockLength, int templateId, int schemaId) {
    byte[] message = new byte[16];
    new MessageHeaderEncoder()
        .wrap(new UnsafeBuffer(message), 0)
        .blockLength(blockLength)
        .templateId(templateId)
        .schemaId(schemaId)
        .version(1);
    return message;
  }

  private static List<Long> sameShard(int count) {
    String tag = Keys.player(1).substring(0, 13);
    List<Long> ids = new ArrayList<>();
    for (long id = 1; ids.size() < count; id++) {
      if (Keys.player(id).startsWith(tag)) {
        ids.add(id);
      }
    }
    return ids;
  }
}
