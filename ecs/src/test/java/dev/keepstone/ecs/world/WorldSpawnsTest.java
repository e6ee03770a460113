package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.transfer.NamedAccount;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three things appear near ada: 3 bread and 50 coins after 20 s, a sword after 60 s. */
class WorldSpawnsTest {
  private static final int COINS = 0;
  private static final int BREAD = 1;
  private static final int SWORD = 2;

  /** Until a look sees that something lacks or is due, 5 s, and the store has answered. */
  private static final int LOOK_TICKS = 125;

  private static final WorldContent CONTENT =
      TestContent.fields(
          1,
          32,
          0,
          TestContent.spot("bread", 12, 12, 3, 20),
          TestContent.spot("sword", 13, 12, 1, 60),
          TestContent.spot("coins", 12, 13, 50, 20));

  private TestWorld world = TestWorld.of(CONTENT);
  private final TestPlayer ada =
      world.player().named("ada").at(12.5f, 12.5f).with(0, BREAD, 9, 0).spawn();
  private final Books books = new Books(world.vault());

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void eachAppearsOnceWhenItsTimeIsOver() {
    world.tick(LOOK_TICKS);
    assertThat(ground()).isEmpty();
    pass(20_000);
    assertThat(ground()).extracting(TestZone.Entry::kind).containsExactly(BREAD, COINS);
    pass(40_000);
    pass(200_000);

    assertThat(ground())
        .extracting(TestZone.Entry::kind, TestZone.Entry::amount, TestZone.Entry::expiresAtMs)
        .containsExactly(tuple(BREAD, 3, 0L), tuple(COINS, 50, 0L), tuple(SWORD, 1, 0L));
    assertThat(entry(BREAD).x()).isEqualTo(12.5f);
    assertThat(entry(BREAD).y()).isEqualTo(12.5f);
    assertThat(entry(BREAD).unique()).isZero();
    assertThat(entry(SWORD).unique()).isPositive();
    assertThat(world.count(WorldCounter.ITEMS_SPAWNED)).isEqualTo(3);
    ada.look();
    world.tick();
    assertThat(ada.last(Update.Seen.class).near())
        .extracting(Update.Near::name)
        .contains("bread", "coins", "sword");
    books.check("");
  }

  @Test
  void theLedgerSaysWhereTheyComeFrom() {
    pass(0);
    pass(60_000);

    assertThat(world.vault().written())
        .flatExtracting(TestCommit::lines)
        .filteredOn(line -> line.to() == Container.GROUND)
        .hasSize(3)
        .allSatisfy(
            line -> {
              assertThat(line.from()).isEqualTo(Container.SOURCE);
              assertThat(line.fromKey()).isEqualTo(NamedAccount.SPAWN.code());
              assertThat(line.toKey()).isEqualTo(1);
            });
  }

  @Test
  void whatIsTakenComesBackAfterItsTime() {
    appear();
    long first = entry(COINS).entry();
    ada.take(seen("coins"));
    world.tick(2);
    assertThat(ada.stored().state().coins).isEqualTo(50);
    assertThat(ground()).extracting(TestZone.Entry::kind).containsExactly(BREAD, SWORD);

    world.tick(LOOK_TICKS);
    pass(10_000);
    assertThat(ground()).extracting(TestZone.Entry::kind).containsExactly(BREAD, SWORD);
    pass(10_000);
    pass(60_000);

    assertThat(ground()).extracting(TestZone.Entry::kind).containsExactly(BREAD, SWORD, COINS);
    assertThat(entry(COINS).entry()).isNotEqualTo(first);
    books.check("");
  }

  @Test
  void oneWhoCanCarryNoMoreCoinsLeavesThem() {
    appear();
    ada.leave();
    world.tick(3);
    TestPlayer rich = world.again(ada.withCoins(1_000_000_000_000_000L)).spawn();
    rich.take(seenBy(rich, "coins"));
    world.tick(2);

    assertThat(rich.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NO_ROOM);
    assertThat(entry(COINS).amount()).isEqualTo(50);
  }

  @Test
  void whatIsBeingTakenIsStillThere() {
    appear();
    world.vault().refuseCommits(1);
    world.vault().hold(true);
    ada.take(seen("sword"));
    world.tick(20);
    world.vault().pass(100_000);
    world.tick(20);
    world.vault().hold(false);
    pass(10_000);

    assertThat(ground()).hasSize(3);
    assertThat(world.count(WorldCounter.ITEMS_SPAWNED)).isEqualTo(3);
  }

  @Test
  void whatPlayersDropIsNotWhatAppears() {
    ada.moveItem(OperationKind.DROP, 0, 0);
    world.tick(LOOK_TICKS);
    pass(20_000);

    assertThat(ground())
        .filteredOn(entry -> entry.kind() == BREAD)
        .extracting(TestZone.Entry::amount)
        .containsExactly(9, 3);
    assertThat(ground()).allMatch(entry -> entry.amount() == 9 == (entry.expiresAtMs() != 0));
  }

  @Test
  void nothingAppearsTwiceWhenAZoneIsClaimedAgain() {
    appear();
    world.vault().loseZone(1);
    ada.take(seen("bread"));
    world.tick(5);
    assertThat(world.count(WorldCounter.ZONES_BROKEN)).isEqualTo(1);
    pass(100_000);
    pass(100_000);

    assertThat(ground()).hasSize(3);
    books.check("");
  }

  @Test
  void nothingAppearsTwiceWhenTheServerStartsAnew() {
    appear();
    ada.take(seen("sword"));
    world.tick(2);
    world.close();
    TestWorld next = TestWorld.of(CONTENT);
    next.vault().succeed(world.vault());
    world = next;
    Books ofNext = new Books(world.vault());

    world.tick(LOOK_TICKS);
    pass(40_000);
    assertThat(ground()).extracting(TestZone.Entry::kind).containsExactly(BREAD, COINS);
    pass(10_000);
    pass(100_000);

    assertThat(ground()).extracting(TestZone.Entry::kind).containsExactly(BREAD, COINS, SWORD);
    assertThat(entry(SWORD).unique()).isNotEqualTo(ada.stored().state().inventory.unique(1));
    assertThat(world.count(WorldCounter.ITEMS_SPAWNED)).isEqualTo(1);
    ofNext.check("");
  }

  /** Time passes, and the world looks about. */
  private void pass(long ms) {
    world.vault().pass(ms);
    world.tick(LOOK_TICKS);
  }

  private void appear() {
    pass(0);
    pass(60_000);
    assertThat(ground()).hasSize(3);
  }

  private List<TestZone.Entry> ground() {
    return List.copyOf(world.vault().zone(1).entries.values());
  }

  private TestZone.Entry entry(int kind) {
    return ground().stream().filter(entry -> entry.kind() == kind).findFirst().orElseThrow();
  }

  private long seen(String name) {
    return seenBy(ada, name);
  }

  private long seenBy(TestPlayer player, String name) {
    player.look();
    world.tick();
    return player.last(Update.Seen.class).near().stream()
        .filter(near -> near.name().equals(name))
        .findFirst()
        .orElseThrow()
        .entity();
  }
}
