package dev.keepstone.ecs.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A newer session of a character that plays, and tokens in place of passwords. */
class SuccessionTest {
  private final TestWorld world = TestWorld.create();

  @AfterEach
  void close() {
    world.close();
  }

  // ---- taking over

  @Test
  void savesTheOlderSessionBeforeTheNewerOneEnters() {
    TestPlayer older = world.player().named("ada").at(3, 4).spawn();
    older.move(1, 0, 5);
    world.tick(5);
    float x = older.x();
    TestPlayer newer = world.again(older).takingOver().enter();
    world.tick(5);

    assertThat(older.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.TAKEN_OVER);
    assertThat(older.last(Update.Farewell.class).saved()).isTrue();
    assertThat(newer.last(Update.Entered.class).x()).isEqualTo(x);
    assertThat(world.world().playing()).isEqualTo(1);
    assertThat(world.sessionCount()).isEqualTo(1);
  }

  @Test
  void endsAnOlderSessionThatIsStillLoading() {
    TestPlayer older = world.player().named("ada").enter();
    world.tick();
    TestPlayer newer = world.again(older).takingOver().enter();
    world.tick(5);

    assertThat(older.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.ALREADY_PLAYING);
    assertThat(older.updates(Update.Entered.class)).isEmpty();
    assertThat(newer.isInside()).isTrue();
  }

  @Test
  void letsTheNewestOfThreeIn() {
    TestPlayer first = world.player().named("ada").spawn();
    world.vault().hold(true);
    TestPlayer second = world.again(first).takingOver().enter();
    world.tick();
    TestPlayer third = world.again(first).takingOver().enter();
    world.tick();
    world.vault().hold(false);
    world.tick(5);

    assertThat(second.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.ALREADY_PLAYING);
    assertThat(third.isInside()).isTrue();
    assertThat(world.sessionCount()).isEqualTo(1);
  }

  @Test
  void forgetsASessionThatIsGoneWhileItWaits() {
    TestPlayer older = world.player().named("ada").spawn();
    world.vault().hold(true);
    TestPlayer newer = world.again(older).takingOver().enter();
    world.tick();
    newer.gone();
    world.tick();
    world.vault().hold(false);
    world.tick(4);

    assertThat(newer.updates(Update.Entered.class)).isEmpty();
    assertThat(older.stored().isClaimed()).isFalse();
    assertThat(world.sessionCount()).isZero();
  }

  @Test
  void tellsWhoWaitsThatTheStoreIsAwayAndKeepsTheOlderStatePinned() {
    TestPlayer older = world.player().named("ada").at(3, 4).spawn();
    world.vault().hold(true);
    TestPlayer newer = world.again(older).takingOver().enter();
    world.tick(Lifecycle.TAKE_OVER_PATIENCE_TICKS + 1);

    assertThat(newer.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.STORE_UNAVAILABLE);
    assertThat(older.isInside()).isTrue();

    world.vault().hold(false);
    world.tick(3);

    assertThat(older.last(Update.Farewell.class).saved()).isTrue();
  }

  @Test
  void turnsAwayWhoWaitsWhenTheWorldCloses() {
    TestPlayer older = world.player().named("ada").spawn();
    world.vault().hold(true);
    TestPlayer newer = world.again(older).takingOver().enter();
    world.tick();
    world.inbox().close();
    world.tick();
    world.vault().hold(false);
    world.tick(3);

    assertThat(newer.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.SHUTTING_DOWN);
    assertThat(world.world().isClosed()).isTrue();
  }

  @Test
  void answersBusyWhenTheVaultIsFullAtItsTurn() {
    TestPlayer older = world.player().named("ada").spawn();
    TestPlayer newer = world.again(older).takingOver().enter();
    world.tick();
    world.vault().full(true);
    world.tick(2);

    assertThat(newer.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BUSY);
    assertThat(world.sessionCount()).isZero();

    world.vault().full(false);
    world.again(older).spawn();
  }

  @Test
  void letsGoOfACharacterThatAnotherServerAsksFor() {
    TestPlayer ada = world.player().named("ada").spawn();
    world.inbox().releaseAsked(ada.id());
    world.inbox().releaseAsked(424242);
    world.tick(2);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.TAKEN_OVER);
    assertThat(ada.stored().isClaimed()).isFalse();
  }

  @Test
  void asksTheVaultToMoveAnotherServerOnlyForAPassword() {
    world.player().named("ada").takingOver().enter();
    TestPlayer shows = world.player().named("bob").takingOver().showingToken(7).enter();
    world.tick();

    assertThat(world.vault().takeOverCount()).isEqualTo(1);
    world.tick();
    assertThat(shows.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);
  }

  // ---- tokens

  @Test
  void savesTheNewTokenAtOnce() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    world.tick();

    assertThat(ada.stored().version()).isEqualTo(2);
    assertThat(ada.stored().state().resumeToken[0]).isEqualTo((byte) 7);
  }

  @Test
  void letsInWhoShowsTheTokenOfTheRecordOnce() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    ada.leave();
    world.tick(3);
    TestPlayer resumed = world.again(ada).showingToken(7).wantingToken(8).spawn();
    resumed.leave();
    world.tick(3);
    TestPlayer late = world.again(ada).showingToken(7).wantingToken(9).enter();
    world.tick(3);

    assertThat(late.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(ada.stored().state().resumeToken[0]).isEqualTo((byte) 8);
  }

  @Test
  void refusesATokenWhereTheRecordHasNone() {
    TestPlayer ada = world.player().named("ada").at(3, 4).showingToken(7).enter();
    world.tick(3);

    assertThat(ada.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);
    assertThat(ada.stored().isClaimed()).isFalse();
  }

  @Test
  void resumesBesideASessionThatStillPlays() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    TestPlayer thief = world.again(ada).showingToken(6).enter();
    world.tick(2);
    assertThat(thief.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);
    assertThat(ada.updates(Update.Farewell.class)).isEmpty();

    TestPlayer resumed = world.again(ada).showingToken(7).wantingToken(8).enter();
    world.tick(5);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.TAKEN_OVER);
    assertThat(resumed.isInside()).isTrue();
  }

  @Test
  void drivesNobodyOutWithATokenThatCannotBeCheckedYet() {
    TestPlayer ada = world.player().named("ada").wantingToken(7).enter();
    world.tick();
    TestPlayer early = world.again(ada).showingToken(7).enter();
    world.tick(2);

    assertThat(early.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.ALREADY_PLAYING);
    assertThat(ada.isInside()).isTrue();

    world.vault().hold(true);
    TestPlayer owner = world.again(ada).takingOver().enter();
    world.tick();
    TestPlayer thief = world.again(ada).showingToken(6).enter();
    world.tick();
    world.vault().hold(false);
    world.tick(4);

    assertThat(thief.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.ALREADY_PLAYING);
    assertThat(owner.isInside()).isTrue();
  }

  @Test
  void checksTheTokenOfWhoWaitedForASessionThatLeft() {
    TestPlayer ada = world.player().named("ada").at(3, 4).wantingToken(7).spawn();
    world.vault().hold(true);
    ada.gone();
    world.tick();
    TestPlayer thief = world.again(ada).showingToken(6).enter();
    world.tick();
    world.vault().hold(false);
    world.tick(6);

    assertThat(thief.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BAD_TOKEN);
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(world.sessionCount()).isZero();
  }

  // ---- roles

  @Test
  void givesTheRowTheRoleOfTheAccount() {
    TestPlayer admin = world.player().named("ada").inRole(Role.ADMIN).spawn();
    TestPlayer player = world.player().named("bob").spawn();

    assertThat(admin.cells(Columns.ROLE)[admin.row()]).isEqualTo((byte) Role.ADMIN.value());
    assertThat(player.cells(Columns.ROLE)[player.row()]).isEqualTo((byte) Role.PLAYER.value());
  }
}
