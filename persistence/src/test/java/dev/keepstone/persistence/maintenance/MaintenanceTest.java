package dev.keepstone.persistence.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.migration.Migrations;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.memory.MemoryStore;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.validation.LoadReason;
import dev.keepstone.persistence.validation.TestContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

/** Migrating, restoring and counting anew, in a store in memory. */
class MaintenanceTest {
  private static final long WEEK_MS = 7L * 24 * 3600 * 1000;

  private final CachedEpochClock clock = new CachedEpochClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final PlayerCodec codec = new PlayerCodec();

  // ---- migration

  @Test
  void writesEveryOldRecordInTheNewestVersionOnce() throws IOException {
    int newest = Migrations.newestVersion();
    for (int version = 1; version <= newest; version++) {
      putGolden(version, 77 + version);
    }
    long[] seen = {0};

    EagerMigration.Result dry = new EagerMigration(store).run(true, count -> seen[0] = count);
    assertThat(dry).isEqualTo(new EagerMigration.Result(1, 6, 0, 0, 0, 0));
    assertThat(seen[0]).isEqualTo(7);
    assertThat(header(78).schemaVersion()).isEqualTo(1);

    EagerMigration.Result first = new EagerMigration(store).run(false, count -> {});
    assertThat(first).isEqualTo(dry);
    for (long id = 78; id <= 84; id++) {
      assertThat(header(id).schemaVersion()).isEqualTo(Migrations.newestVersion());
      assertThat(header(id).released()).isTrue();
      PlayerRecord player = player(id);
      assertThat(player.state.inventory.kind(3)).isEqualTo(5);
      assertThat(player.state.lifetimeXp).isEqualTo(id == 78 ? 1_300 : 5_000);
    }
    assertThat(store.online().join()).isEmpty();

    assertThat(new EagerMigration(store).run(false, count -> {}))
        .isEqualTo(new EagerMigration.Result(7, 0, 0, 0, 0, 0));
  }

  @Test
  void leavesWhatIsPlayedDamagedOrNewer() throws IOException {
    putGolden(2, 101);
    byte[] damaged = put(102, 1_000);
    damaged[damaged.length - 1] ^= 1;
    store.save(Keys.player(102), damaged).join();
    byte[] newer = put(103, 1_000);
    rewriteSchemaVersion(newer, Migrations.newestVersion() + 1);
    store.save(Keys.player(103), newer).join();
    claimAsServer(101);

    assertThat(new EagerMigration(store).run(false, count -> {}))
        .isEqualTo(new EagerMigration.Result(0, 0, 1, 0, 1, 1));
    assertThat(stored(102)).isEqualTo(damaged);
    assertThat(stored(103)).isEqualTo(newer);
    assertThat(header(101).schemaVersion()).isEqualTo(2);
  }

  @Test
  void aSecondCommandEndsTheFirst() {
    put(7, 1);
    try (RecordEditor first = RecordEditor.open(store, 1);
        RecordEditor second = RecordEditor.open(store, Migrations.newestVersion())) {
      assertThatThrownBy(() -> first.edit(7, (stored, fence) -> null))
          .isInstanceOf(StoreException.class);
      assertThat(second.edit(7, (stored, fence) -> null)).isEqualTo(RecordEditor.Outcome.UNCHANGED);
    }
    assertThat(header(7).released()).isTrue();
    assertThat(header(7).version()).isEqualTo(1);
  }

  @Test
  void aRecordThatIsNotThereIsMissing() {
    try (RecordEditor editor = RecordEditor.open(store, Migrations.newestVersion())) {
      assertThat(editor.edit(7, (stored, fence) -> stored)).isEqualTo(RecordEditor.Outcome.MISSING);
    }
  }

  // ---- quarantine

  @Test
  void listsCopiesWithWhatALoginWouldSayToday() {
    byte[] raw = put(7, 1);
    store.quarantine(7, new Quarantined("[UNKNOWN_ITEM]", raw), WEEK_MS).join();

    QuarantineShelf.Copy copy = shelf().list().get(0);

    assertThat(copy.playerId()).isEqualTo(7);
    assertThat(copy.name()).isEqualTo("p7");
    assertThat(copy.reasons()).isEqualTo("[UNKNOWN_ITEM]");
    assertThat(copy.version()).isEqualTo(1);
    assertThat(copy.now()).isEmpty();
    assertThat(shelf().find(8)).isNull();
  }

  @Test
  void aRecordThatLoadsAgainNeedsNoWriteAndLosesItsCopy() {
    byte[] raw = put(7, 1);
    store.quarantine(7, new Quarantined("[UNKNOWN_ITEM]", raw), WEEK_MS).join();

    assertThat(shelf().restore(7)).isEqualTo(QuarantineShelf.Restored.LOADABLE);
    assertThat(header(7).version()).isEqualTo(1);
    assertThat(header(7).released()).isTrue();
    assertThat(shelf().restore(7)).isEqualTo(QuarantineShelf.Restored.NO_COPY);
  }

  @Test
  void neverUndoesWhatWasPlayedSince() {
    byte[] raw = put(7, 1);
    store.quarantine(7, new Quarantined("[UNKNOWN_ITEM]", raw), WEEK_MS).join();
    try (RecordEditor server = RecordEditor.open(store, Migrations.newestVersion())) {
      server.edit(7, (stored, fence) -> record(7, 999, fence));
    }

    assertThat(shelf().restore(7)).isEqualTo(QuarantineShelf.Restored.PLAYED_SINCE);
    assertThat(player(7).state.coins).isEqualTo(999);
    assertThat(shelf().list()).hasSize(1);
  }

  @Test
  void doesNotTouchWhatIsPlayedNow() {
    store.quarantine(7, new Quarantined("[UNKNOWN_ITEM]", put(7, 1)), WEEK_MS).join();
    claimAsServer(7);

    assertThat(shelf().restore(7)).isEqualTo(QuarantineShelf.Restored.PLAYING);
  }

  @Test
  void putsTheCopyInThePlaceOfARecordThatIsGone() {
    byte[] raw = put(7, 250);
    claimAsServer(7);
    store.quarantine(7, new Quarantined("[UNKNOWN_ITEM]", stored(7)), WEEK_MS).join();
    store.delete(Keys.player(7)).join();

    assertThat(shelf().restore(7)).isEqualTo(QuarantineShelf.Restored.WRITTEN);
    assertThat(player(7).state.coins).isEqualTo(250);
    assertThat(header(7).released()).isTrue();
    assertThat(raw).hasSameSizeAs(stored(7));
  }

  @Test
  void refusesACopyThatCouldNotBeLoaded() {
    PlayerRecord broken = state(7, 1);
    broken.state.inventory.set(0, 999, 1, 0);
    store
        .quarantine(7, new Quarantined("[UNKNOWN_ITEM]", codec.encode(broken, Fence.NEW)), WEEK_MS)
        .join();
    QuarantineShelf strict = new QuarantineShelf(store, LoadCheck.against(TestContent.shipped()));

    assertThat(strict.restore(7)).isEqualTo(QuarantineShelf.Restored.STILL_REFUSED);
    assertThat(strict.list().get(0).now()).contains(LoadReason.UNKNOWN_ITEM);
  }

  @Test
  void leavesADamagedRecordToItsOperator() {
    byte[] raw = put(7, 1);
    store.quarantine(7, new Quarantined("[UNKNOWN_ITEM]", raw), WEEK_MS).join();
    byte[] damaged = raw.clone();
    damaged[10] ^= 1;
    store.save(Keys.player(7), damaged).join();

    assertThat(shelf().restore(7)).isEqualTo(QuarantineShelf.Restored.RECORD_DAMAGED);
    assertThat(stored(7)).isEqualTo(damaged);
  }

  // ---- leaderboards

  @Test
  void rebuildsTheBoardsFromRecordsTiesByLowerId() {
    putXp(3, 500, 2);
    putXp(1, 500, 0);
    putXp(2, 4_500, 1);
    byte[] damaged = put(4, 1);
    damaged[damaged.length - 1] ^= 1;
    store.save(Keys.player(4), damaged).join();
    Leaderboards boards = new Leaderboards(store);

    assertThat(boards.rebuild(count -> {})).isEqualTo(new Leaderboards.Rebuilt(3, 1));
    assertThat(boards.top(Board.XP, 10))
        .containsExactly(
            new Leaderboards.Line(1, 2, "p2", 4_500),
            new Leaderboards.Line(2, 1, "p1", 500),
            new Leaderboards.Line(3, 3, "p3", 500));
    assertThat(boards.top(Board.LEVEL, 1)).containsExactly(new Leaderboards.Line(1, 2, "p2", 10));
    assertThat(boards.top(Board.DEATHS, 1)).containsExactly(new Leaderboards.Line(1, 3, "p3", 2));
  }

  // ---- fixtures

  private QuarantineShelf shelf() {
    return new QuarantineShelf(store, LoadCheck.withoutContent());
  }

  private void putGolden(int version, long id) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            getClass()
                .getResourceAsStream(
                    "/dev/keepstone/persistence/migration/player-v" + version + ".hex"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      byte[] record = HexFormat.of().parseHex(text.replaceAll("\\s", ""));
      // The id is the first field of the body; the golden record is that of player 77.
      int idAt = RecordDescriptor.HEADER_LENGTH + 8;
      record[idAt] = (byte) id;
      RecordHeader header = new RecordHeader().wrap(record);
      header.write(record, RecordKind.PLAYER, version, header.fence());
      store.save(Keys.player(id), record).join();
    }
  }

  private static void rewriteSchemaVersion(byte[] record, int version) {
    RecordHeader header = new RecordHeader().wrap(record);
    header.write(record, RecordKind.PLAYER, version, header.fence());
  }

  private byte[] put(long id, long coins) {
    byte[] record = record(id, coins, Fence.NEW);
    store.save(Keys.player(id), record.clone()).join();
    return record;
  }

  private void putXp(long id, long xp, int deaths) {
    PlayerRecord player = state(id, 0);
    player.state.lifetimeXp = xp;
    player.state.deaths = deaths;
    store.save(Keys.player(id), codec.encode(player, Fence.NEW)).join();
  }

  private byte[] record(long id, long coins, Fence fence) {
    return codec.encode(state(id, coins), fence);
  }

  private static PlayerRecord state(long id, long coins) {
    PlayerRecord player = new PlayerRecord();
    player.playerId = id;
    player.name = "p" + id;
    player.state.createdAtMs = 1_000;
    player.state.coins = coins;
    player.state.hp = 50;
    return player;
  }

  private void claimAsServer(long id) {
    StoreLink link = store.openLink(new LinkIdentity("game", 1, Incarnation.random(), 1)).join();
    link.resume(List.of(), List.of(), 60_000).join();
    link.claim(Keys.player(id), Migrations.newestVersion()).join();
  }

  private byte[] stored(long id) {
    return Objects.requireNonNull(store.load(Keys.player(id)).join().value());
  }

  private RecordHeader header(long id) {
    return new RecordHeader().wrap(stored(id));
  }

  private PlayerRecord player(long id) {
    PlayerRecord player = new PlayerRecord();
    assertThat(codec.decode(stored(id), id, player)).isEqualTo(DecodeOutcome.OK);
    return player;
  }
}
