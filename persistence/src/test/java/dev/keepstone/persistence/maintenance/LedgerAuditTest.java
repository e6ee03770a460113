package dev.keepstone.persistence.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.transfer.NamedAccount;
import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerArchive;
import dev.keepstone.persistence.ledger.LedgerBalances;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.migration.Migrations;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.GroundEntryCodec;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StockChange;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.concurrent.CachedEpochClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small economy, committed as a server does it, and then tampered with. */
class LedgerAuditTest {
  @TempDir private Path folder;

  private static final int SWORD = 31;
  private static final int APPLE = 3;

  private final CachedEpochClock clock = new CachedEpochClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord ann = player(1, "ann");
  private final PlayerRecord bob = player(2, "bob");
  private final StoreLink link =
      store.openLink(new LinkIdentity("game", 1, Incarnation.random(), 1)).join();
  private Fence annFence = Fence.NEW;
  private Fence bobFence = Fence.NEW;
  private long commits;

  @BeforeEach
  void start() {
    clock.update(1_000_000);
    store.save(Keys.player(1), codec.encode(ann, Fence.NEW)).join();
    store.save(Keys.player(2), codec.encode(bob, Fence.NEW)).join();
    link.resume(List.of(), List.of(), 60_000).join();
    annFence = claim(1);
    bobFence = claim(2);
    link.claimZone(1).join();
  }

  /** Ann is given coins and a sword, pays Bob, drops apples; a shop is filled. */
  private void playAWhile() {
    ann.state.coins = 100;
    ann.state.inventory.set(0, SWORD, 1, 9_001);
    ann.state.inventory.set(1, APPLE, 5, 0);
    annFence = next(annFence);
    commit(
        null,
        List.of(row(ann, annFence)),
        line(0, 100, 0, Container.SOURCE, operator(), Container.INVENTORY, 1),
        line(SWORD, 1, 9_001, Container.SOURCE, operator(), Container.INVENTORY, 1),
        line(APPLE, 5, 0, Container.SOURCE, operator(), Container.INVENTORY, 1));
    clock.update(clock.time() + 1_000);
    ann.state.coins = 60;
    bob.state.coins = 40;
    ann.state.inventory.clear(0);
    bob.state.equipment.set(3, SWORD, 1, 9_001);
    annFence = next(annFence);
    bobFence = next(bobFence);
    commit(
        null,
        List.of(row(ann, annFence), row(bob, bobFence)),
        line(0, 40, 0, Container.INVENTORY, 1, Container.INVENTORY, 2),
        line(SWORD, 1, 9_001, Container.INVENTORY, 1, Container.EQUIPMENT, 2));
    clock.update(clock.time() + 1_000);
    ann.state.inventory.set(1, APPLE, 2, 0);
    annFence = next(annFence);
    GroundItem apples = new GroundItem(500, APPLE, 3, 0, 0, 1, 1);
    commit(
        new ZonePart(
            1,
            1,
            0,
            0,
            List.of(),
            List.of(new GroundEntry(500, GroundEntryCodec.encode(apples))),
            List.of(new StockChange(7, APPLE, 20), new StockChange(7, 0, 50))),
        List.of(row(ann, annFence)),
        line(APPLE, 3, 0, Container.INVENTORY, 1, Container.GROUND, 1),
        line(APPLE, 20, 0, Container.SOURCE, restock(), Container.SHOP, 7),
        line(0, 50, 0, Container.SOURCE, restock(), Container.SHOP, 7));
  }

  @Test
  void anEmptyWorldIsProven() {
    assertThat(audit().isProof()).isTrue();
  }

  @Test
  void anUntouchedWorldIsProven() {
    playAWhile();
    LedgerAudit.Report report = audit();
    assertThat(report.faults()).isEmpty();
    assertThat(report.entries()).isEqualTo(3);
    assertThat(report.holders()).isEqualTo(4);
    assertThat(report.isProof()).isTrue();
  }

  @Test
  void whatIsSoldToAShopLosesItsIdAndMayNotBeElsewhere() {
    playAWhile();
    bob.state.equipment.clear(3);
    bobFence = next(bobFence);
    commit(
        new ZonePart(1, 1, 1, 0, List.of(), List.of(), List.of(new StockChange(7, SWORD, 1))),
        List.of(row(bob, bobFence)),
        line(SWORD, 1, 9_001, Container.EQUIPMENT, 2, Container.SHOP, 7));
    assertThat(audit().isProof()).isTrue();

    tamper(ann, annFence, state -> state.inventory.set(0, SWORD, 1, 9_001));
    assertThat(audit().faults()).contains("item id 9001: is at player 1, ledger says shop 7");
  }

  @Test
  void missingCoinsAreFound() {
    playAWhile();
    tamper(ann, annFence, state -> state.coins -= 1);
    assertThat(audit().faults()).containsExactly("player 1: coins: has 59, ledger says 60");
  }

  @Test
  void anItemThatDoubledIsFound() {
    playAWhile();
    tamper(ann, annFence, state -> state.bank.set(0, SWORD, 1, 9_001));
    assertThat(audit().faults())
        .containsExactlyInAnyOrder(
            "player 1: item kind 31: has 1, ledger says 0",
            "item id 9001: exists 2 times: [player 1, player 2]");
  }

  @Test
  void anItemThatVanishedIsFound() {
    playAWhile();
    tamper(bob, bobFence, state -> state.equipment.clear(3));
    assertThat(audit().faults())
        .containsExactlyInAnyOrder(
            "player 2: item kind 31: has 0, ledger says 1",
            "item id 9001: is nowhere, ledger says player 2");
  }

  @Test
  void anItemThatTookAnothersPlaceIsFound() {
    playAWhile();
    tamper(bob, bobFence, state -> state.equipment.set(3, SWORD, 1, 9_002));
    assertThat(audit().faults())
        .containsExactlyInAnyOrder(
            "item id 9002: is at player 2, ledger says null",
            "item id 9001: is nowhere, ledger says player 2");
  }

  @Test
  void whoCannotBeReadIsNotJudgedAndNotProven() {
    playAWhile();
    byte[] record = codec.encode(bob, bobFence);
    record[record.length - 1] ^= 1;
    store.save(Keys.player(2), record).join();
    LedgerAudit.Report report = audit();
    assertThat(report.faults()).isEmpty();
    assertThat(report.unreadable()).containsExactly(Keys.player(2));
    assertThat(report.isProof()).isFalse();
  }

  @Test
  void whoMovesMeanwhileIsNotJudged() {
    playAWhile();
    LedgerAudit.Report report =
        new LedgerAudit(store)
            .run(
                seen -> {
                  if (seen == 1) {
                    bob.state.coins = 41;
                    bobFence = next(bobFence);
                    commit(
                        null,
                        List.of(row(bob, bobFence)),
                        line(0, 1, 0, Container.SOURCE, operator(), Container.INVENTORY, 2));
                  }
                });
    assertThat(report.faults()).isEmpty();
    assertThat(report.moving()).isEqualTo(1);
    assertThat(report.isProof()).isFalse();
  }

  @Test
  void aRenamedKindIsTheSameItem() {
    ann.state.inventory.set(0, 5, 2, 0);
    annFence = next(annFence);
    commit(
        null,
        List.of(row(ann, annFence)),
        line(9, 2, 0, Container.SOURCE, operator(), Container.INVENTORY, 1));
    assertThat(audit().isProof()).isTrue();
  }

  @Test
  void aCheckpointTakesThePlaceOfOldEntries() {
    playAWhile();
    LedgerBook book = new LedgerBook(store);
    LedgerArchive archive = new LedgerArchive(folder);
    List<String> archived = new ArrayList<>();
    List<String> all = new ArrayList<>();
    book.each(LedgerEntry.BEGINNING, entry -> all.add(text(entry)));

    assertThat(book.checkpoint(before(clock.time()), archive)).isEqualTo(2);
    assertThat(archive.each(entry -> archived.add(text(entry)))).isEmpty();
    assertThat(archived).isEqualTo(all.subList(0, 2));
    assertThat(store.readLedger(LedgerEntry.BEGINNING, 10).join()).hasSize(1);
    assertThat(audit().entries()).isEqualTo(1);
    assertThat(audit().isProof()).isTrue();

    assertThat(book.checkpoint(before(clock.time() + 1), archive)).isEqualTo(1);
    archived.clear();
    archive.each(entry -> archived.add(text(entry)));
    assertThat(archived).isEqualTo(all);
    assertThat(audit().isProof()).isTrue();
    tamper(ann, annFence, state -> state.coins -= 1);
    assertThat(audit().faults()).containsExactly("player 1: coins: has 59, ledger says 60");
    assertThat(book.checkpoint(before(clock.time() + 1), archive)).isZero();
  }

  @Test
  void noMoreEntriesStayThanMay() {
    playAWhile();

    assertThat(new LedgerBook(store).checkpoint(new LedgerBook.Bounds(0, 1), null)).isEqualTo(2);
    assertThat(store.ledgerLength().join()).isEqualTo(1);
    assertThat(audit().isProof()).isTrue();
  }

  @Test
  void anEntryLeavesTheStoreOnlyWhenItIsInTheArchive() throws IOException {
    playAWhile();
    Path inTheWay = Files.writeString(folder.resolve("file"), "");
    LedgerArchive archive = new LedgerArchive(inTheWay);

    assertThatThrownBy(() -> new LedgerBook(store).checkpoint(before(Long.MAX_VALUE), archive))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("file=");
    assertThat(store.ledgerLength().join()).isEqualTo(3);
    assertThat(audit().isProof()).isTrue();
  }

  @Test
  void ofTwoCheckpointsAtATimeOneGivesUp() {
    playAWhile();
    LedgerBook book = new LedgerBook(store);
    LedgerArchive late = new LedgerArchive(folder.resolve("late"));
    // The other one is quicker: it does all of its work while this one writes its segment.
    LedgerArchive overtaken =
        new LedgerArchive(folder.resolve("early")) {
          @Override
          public Path write(List<LedgerEntry> entries) {
            book.checkpoint(before(Long.MAX_VALUE), late);
            return super.write(entries);
          }
        };

    assertThat(book.checkpoint(before(clock.time()), overtaken)).isZero();
    assertThat(overtaken.segments()).isEmpty();
    assertThat(late.segments()).hasSize(1);
    assertThat(audit().isProof()).isTrue();
  }

  @Test
  void aSegmentThatWasChangedOrCutIsNamed() throws IOException {
    playAWhile();
    LedgerArchive archive = new LedgerArchive(folder);
    new LedgerBook(store).checkpoint(before(Long.MAX_VALUE), archive);
    Path segment = archive.segments().get(0);
    String text = Files.readString(segment);
    List<String> read = new ArrayList<>();

    for (int length = 0; length < text.length(); length++) {
      Files.writeString(segment, text.substring(0, length));
      assertThat(archive.each(entry -> read.add(entry.id()))).as("cut to %d", length).hasSize(1);
    }
    Files.writeString(segment, text.replace(" INVENTORY ", " EQUIPMENT "));
    assertThat(archive.each(entry -> read.add(entry.id())).get(0)).contains("checksum");
    assertThat(read).isEmpty();
  }

  private static LedgerBook.Bounds before(long ms) {
    return new LedgerBook.Bounds(ms, Long.MAX_VALUE);
  }

  private static String text(LedgerEntry entry) {
    return entry.id()
        + ' '
        + entry.commit()
        + ' '
        + entry.kind()
        + ' '
        + entry.initiator()
        + ' '
        + entry.operation()
        + ' '
        + LedgerLines.decode(entry.lines());
  }

  @Test
  void aCheckpointWithoutItsTrimCountsNothingTwice() {
    playAWhile();
    LedgerBalances balances = new LedgerBalances();
    for (LedgerEntry entry : store.readLedger(LedgerEntry.BEGINNING, 2).join()) {
      balances.apply(entry);
    }
    store.save(Keys.LEDGER_CHECKPOINT, balances.toBytes()).join();

    assertThat(audit().isProof()).isTrue();
    assertThat(audit().entries()).isEqualTo(1);
  }

  @Test
  void balancesSurviveTheirBytes() {
    playAWhile();
    LedgerBalances balances = new LedgerBalances();
    store.readLedger(LedgerEntry.BEGINNING, 10).join().forEach(balances::apply);

    LedgerBalances read = LedgerBalances.of(balances.toBytes());

    assertThat(read.throughId()).isEqualTo(balances.throughId());
    assertThat(read.toBytes()).isEqualTo(balances.toBytes());
    assertThat(read.of(new Holder(Holder.Kind.PLAYER, 1))).isEqualTo(Map.of(0, 60L, APPLE, 2L));
    assertThat(read.uniques()).isEqualTo(Map.of(9_001L, new Holder(Holder.Kind.PLAYER, 2)));
    for (String damaged :
        List.of("", "x", "keepstone-ledger-1 5-0", "keepstone-ledger-1 5-0\na\n")) {
      assertThatThrownBy(() -> LedgerBalances.of(damaged.getBytes(StandardCharsets.US_ASCII)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void showsTheMovesOfAPlayerAndOfAnItemWhereverTheyAre() {
    playAWhile();
    new LedgerBook(store).checkpoint(before(clock.time()), new LedgerArchive(folder));
    List<String> ofBob = new ArrayList<>();
    new LedgerBook(store)
        .show(
            new LedgerArchive(folder),
            LedgerBook.ofPlayer(2),
            posted -> ofBob.add(posted.line().amount() + " of " + posted.line().item()));
    List<Container> ofTheSword = new ArrayList<>();
    new LedgerBook(store)
        .show(
            new LedgerArchive(folder),
            line -> line.unique() == 9_001,
            posted -> ofTheSword.add(posted.line().to()));

    assertThat(ofBob).containsExactly("40 of 0", "1 of 31");
    assertThat(ofTheSword).containsExactly(Container.INVENTORY, Container.EQUIPMENT);
  }

  // ---- fixtures

  private LedgerAudit.Report audit() {
    return new LedgerAudit(store).run(seen -> {});
  }

  private static PlayerRecord player(long id, String name) {
    PlayerRecord player = new PlayerRecord();
    player.playerId = id;
    player.name = name;
    player.state.createdAtMs = 1;
    return player;
  }

  private Fence claim(long id) {
    return new RecordHeader()
        .wrap(link.claim(Keys.player(id), Migrations.newestVersion()).join().record())
        .fence();
  }

  private static Fence next(Fence fence) {
    return fence.withVersion(fence.version() + 1, false);
  }

  private RowWrite row(PlayerRecord player, Fence fence) {
    return new RowWrite(Keys.player(player.playerId), null, codec.encode(player, fence));
  }

  private void tamper(PlayerRecord player, Fence fence, Consumer<PlayerState> change) {
    change.accept(player.state);
    store.save(Keys.player(player.playerId), codec.encode(player, fence)).join();
  }

  private void commit(@Nullable ZonePart zone, List<RowWrite> rows, LedgerLine... lines) {
    byte[] encoded = LedgerLines.encode(List.of(lines));
    CommitReply reply =
        link.commit(
                new CommitWrite(
                    ++commits, commits, 1, OperationKind.GRANT.value(), rows, encoded, zone))
            .join();
    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.OK);
  }

  private static LedgerLine line(
      int item, long amount, long unique, Container from, long fromKey, Container to, long toKey) {
    return new LedgerLine(item, amount, unique, from, fromKey, to, toKey);
  }

  private static long operator() {
    return NamedAccount.OPERATOR.code();
  }

  private static long restock() {
    return NamedAccount.RESTOCK.code();
  }
}
