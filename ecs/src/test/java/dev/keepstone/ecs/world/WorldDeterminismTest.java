package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.rule.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Same inbox, same seed: same world after every tick. */
class WorldDeterminismTest {
  private static final int BOTS = 100;
  private static final int ZONES = 4;

  /** Of {@code run(7, 42, 100, 500)}: the same on every JVM. Changes with the rules of the game. */
  private static final long PINNED_HASH = 402_801_286_099_288_320L;

  /** Ticks of the long run; the full one has 10 000 (docs/contributing.md). */
  private static final int LONG_RUN_TICKS = Integer.getInteger("keepstone.determinism.ticks", 200);

  @Test
  void theSameInboxGivesTheSameHashes() {
    long[] first = run(7, 42, BOTS, 1000);
    long[] second = run(7, 42, BOTS, 1000);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void everyJvmGivesThePinnedHash() {
    assertThat(run(7, 42, BOTS, 500)[499])
        .as("java.version=" + Runtime.version())
        .isEqualTo(PINNED_HASH);
  }

  @Test
  void fiveHundredBotsGiveTheSameHashTwice() {
    long[] first = run(11, 42, 500, LONG_RUN_TICKS);

    assertThat(run(11, 42, 500, LONG_RUN_TICKS)).isEqualTo(first);
  }

  @Test
  void anotherInboxOrSeedGivesOtherHashes() {
    long[] hashes = run(7, 42, BOTS, 100);

    assertThat(run(8, 42, BOTS, 100)[99]).isNotEqualTo(hashes[99]);
    assertThat(run(7, 43, BOTS, 100)[99]).isNotEqualTo(hashes[99]);
  }

  /** Bots enter, walk, talk, ask, break off, leave and come back, all from one seed. */
  private static long[] run(long botSeed, long worldSeed, int botCount, int ticks) {
    WorldConfig config =
        new WorldConfig(20, 100, worldSeed, botCount, 12, 60, 10_000, 256 * 1024, 1_000);
    SeededRandom random = new SeededRandom(botSeed);
    long[] hashes = new long[ticks];
    try (TestWorld world = TestWorld.of(config, TestContent.fields(ZONES, 48, 20))) {
      List<TestPlayer> bots = new ArrayList<>();
      for (int i = 0; i < botCount; i++) {
        bots.add(
            world.player().named("bot" + i).at(2.5f + i % 40, 3.5f).inZone(1 + i % ZONES).enter());
      }
      for (int tick = 0; tick < ticks; tick++) {
        for (int i = 0; i < botCount; i++) {
          act(world, bots, i, random);
        }
        world.vault().hold(random.nextInt(10) == 0);
        world.gateway().updates().clear();
        world.tick();
        hashes[tick] = world.world().hash();
      }
    }
    return hashes;
  }

  private static void act(TestWorld world, List<TestPlayer> bots, int i, SeededRandom random) {
    TestPlayer bot = bots.get(i);
    int choice = random.nextInt(1000);
    if (choice < 60) {
      bot.move(random.nextInt(3) - 1, random.nextInt(3) - 1, random.nextInt(40));
    } else if (choice < 62) {
      bot.say("hello");
    } else if (choice < 64) {
      bot.look();
    } else if (choice < 65) {
      bot.who();
    } else if (choice < 68) {
      if (choice == 65) {
        bot.leave();
      } else {
        bot.gone();
      }
      bots.set(i, world.again(bot).enter()); // often too early: refused, and tried again below
    } else if (choice < 73) {
      bot.enter();
    }
  }
}
