package dev.keepstone.ecs.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import dev.keepstone.ecs.world.WorldConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lost link: the body stays for 30 s, and whoever it belongs to gets that very body back. */
class SilenceTest {
  private static final int GRACE_TICKS = 600;

  private final TestWorld world =
      TestWorld.of(
          new WorldConfig(20, 600, 42, 100, 12, 60, 16_384, 256 * 1024, 30_000),
          TestContent.field(32));

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void keepsTheBodyForItsGraceAndThenSavesAndReleasesIt() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.gone();
    world.tick(GRACE_TICKS - 1);
    assertThat(ada.isInside()).isTrue();
    assertThat(ada.stored().isClaimed()).isTrue();
    assertThat(world.count(WorldCounter.SILENT)).isEqualTo(1);

    world.tick(4);

    assertThat(ada.isInside()).isFalse();
    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.GONE);
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(world.sessionCount()).isZero();
  }

  @Test
  void givesTheVeryBodyBackForTheToken() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    TestPlayer bob = world.player().named("bob").at(5, 4).spawn();
    world.tick(2);
    ada.move(1, 0, 5);
    world.tick(5);
    float x = ada.x();
    int loads = world.vault().rowCount();
    ada.gone();
    world.tick(100);
    int vanished = bob.updates(Update.Vanished.class).size();
    TestPlayer again = world.again(ada).showingToken(7).wantingToken(8).enter();
    world.tick();

    Update.Entered entered = again.last(Update.Entered.class);
    assertThat(entered.entity()).isEqualTo(ada.last(Update.Entered.class).entity());
    assertThat(entered.x()).isEqualTo(x);
    assertThat(bob.updates(Update.Vanished.class)).hasSize(vanished);
    assertThat(ada.stored().isClaimed()).isTrue();
    assertThat(world.vault().rowCount()).as("the new token is saved").isEqualTo(loads + 1);
    assertThat(world.count(WorldCounter.PLAYERS_TAKEN_BACK)).isEqualTo(1);
    assertThat(world.count(WorldCounter.SILENT)).isZero();

    again.move(1, 0, 1);
    world.tick(2);
    assertThat(again.last(Update.Snapshot.class).x()).as("intents count anew").isGreaterThan(x);
  }

  /** Its gateway is dead, and nobody has noticed yet. */
  @Test
  void handsTheVeryBodyOverForTheTokenBeforeTheLossIsKnown() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    TestPlayer bob = world.player().named("bob").at(5, 4).spawn();
    world.tick(2);
    ada.move(1, 0, 5);
    world.tick(5);
    float x = ada.x();
    int vanished = bob.updates(Update.Vanished.class).size();
    TestPlayer thief = world.again(ada).showingToken(9).enter();
    world.tick();
    assertThat(thief.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);
    assertThat(ada.updates(Update.Farewell.class)).isEmpty();

    TestPlayer again = world.again(ada).showingToken(7).wantingToken(8).enter();
    world.tick();

    Update.Entered entered = again.last(Update.Entered.class);
    assertThat(entered.entity()).isEqualTo(ada.last(Update.Entered.class).entity());
    assertThat(entered.x()).isEqualTo(x);
    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.TAKEN_OVER);
    assertThat(bob.updates(Update.Vanished.class)).hasSize(vanished);
    assertThat(ada.stored().isClaimed()).isTrue();
    assertThat(world.count(WorldCounter.PLAYERS_TAKEN_BACK)).isEqualTo(1);
    assertThat(world.sessionCount()).isEqualTo(2);

    ada.move(-1, 0, 5); // what the dead gateway may still say moves nobody
    ada.gone();
    again.move(1, 0, 1);
    world.tick(2);
    assertThat(again.last(Update.Snapshot.class).x()).isGreaterThan(x);
    TestPlayer spent = world.again(ada).showingToken(7).enter();
    world.tick();
    assertThat(spent.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);
  }

  @Test
  void tellsWhoComesBackOfEverybodyInSightAndNothingWhileSilent() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    world.player().named("bob").at(5, 4).spawn();
    world.tick(2);
    ada.gone();
    world.tick();
    int snapshots = ada.updates(Update.Snapshot.class).size();
    world.tick(50);
    assertThat(ada.updates(Update.Snapshot.class)).hasSize(snapshots);

    TestPlayer again = world.again(ada).showingToken(7).enter();
    world.tick(2);

    assertThat(again.last(Update.Appeared.class).afresh()).isTrue();
    assertThat(again.last(Update.Appeared.class).entities())
        .extracting(Update.Near::name)
        .containsExactly("bob");
  }

  @Test
  void letsTheOwnerInByPasswordWithAndWithoutTakeOver() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.gone();
    world.tick();
    TestPlayer plain = world.again(ada).enter();
    world.tick();
    assertThat(plain.updates(Update.Entered.class)).hasSize(1);

    plain.gone();
    world.tick();
    TestPlayer taking = world.again(ada).takingOver().enter();
    world.tick();

    assertThat(taking.updates(Update.Entered.class)).hasSize(1);
    assertThat(world.sessionCount()).isEqualTo(1);
  }

  @Test
  void refusesAWrongOrSpentTokenAndKeepsWaiting() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    ada.gone();
    world.tick();
    TestPlayer thief = world.again(ada).showingToken(9).enter();
    world.tick();
    assertThat(thief.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);

    TestPlayer owner = world.again(ada).showingToken(7).wantingToken(8).enter();
    world.tick();
    assertThat(owner.updates(Update.Entered.class)).hasSize(1);

    owner.gone();
    world.tick();
    TestPlayer late = world.again(ada).showingToken(7).enter();
    world.tick();
    assertThat(late.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);
    assertThat(ada.stored().isClaimed()).isTrue();
  }

  @Test
  void standsStillWhileNobodyIsThere() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.move(1, 0, 200);
    world.tick(3);
    ada.gone();
    world.tick();
    float x = ada.x();
    world.tick(20);

    assertThat(ada.x()).isEqualTo(x);
  }

  @Test
  void savesTheSilentWhenTheWorldCloses() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.gone();
    world.tick();
    world.inbox().close();
    world.tick(4);

    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(world.world().isClosed()).isTrue();
  }

  @Test
  void countsTheGraceAnewForEachSilence() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    ada.gone();
    world.tick(GRACE_TICKS - 10);
    TestPlayer again = world.again(ada).showingToken(7).wantingToken(8).enter();
    world.tick(20);
    again.gone();
    world.tick(GRACE_TICKS - 10);

    assertThat(ada.isInside()).isTrue();
  }

  @Test
  void answersToTheOneWhoCameBackWhatWasOnItsWayToTheStore() {
    TestPlayer ada = world.player().named("ada").at(8, 8).with(0, 1, 100, 0).wantingToken(7);
    ada.spawn();
    world.tick(3);
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick();
    ada.gone();
    world.tick();
    TestPlayer again = world.again(ada).showingToken(7).enter();
    again.ask(ada.lastOperation());
    world.tick(3);
    assertThat(again.updates(Update.Saved.class)).as("not durable yet").isEmpty();

    world.vault().hold(false);
    world.tick(3);

    assertThat(again.last(Update.Saved.class).operation()).isEqualTo(ada.lastOperation());
    assertThat(again.state().inventory.count(0)).isEqualTo(99);
  }

  @Test
  void losesTheSilentWhoseRecordIsLost() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.gone();
    world.tick();
    world.vault().lose(ada.id());
    world.tick(3);

    assertThat(ada.isInside()).isFalse();
    assertThat(world.sessionCount()).isZero();
  }
}
