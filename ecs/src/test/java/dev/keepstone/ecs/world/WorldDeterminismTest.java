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

  @Test
  void theSameInboxGivesTheSameHashes() {
    long[] first = run(7, 42, 2000);
    long[] second = run(7, 42, 2000);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void anotherInboxOrSeedGivesOtherHashes() {
    long[] hashes = run(7, 42, 100);

    assertThat(run(8, 42, 100)[99]).isNotEqualTo(hashes[99]);
    assertThat(run(7, 43, 100)[99]).isNotEqualTo(hashes[99]);
  }

  /** Bots enter, walk, talk, ask, break off, leave and come back, all from one seed. */
  private static long[] run(long botSeed, long worldSeed, int ticks) {
    WorldConfig config = new WorldConfig(20, 100, worldSeed, BOTS, 12, 60, 10_000, 256 * 1024);
    SeededRandom random = new SeededRandom(botSeed);
    long[] hashes = new long[ticks];
    try (TestWorld world = TestWorld.of(config, TestContent.field(64, 60))) {
      List<TestPlayer> bots = new ArrayList<>();
      for (int i = 0; i < BOTS; i++) {
        bots.add(world.player().named("bot" + i).enter());
      }
      for (int tick = 0; tick < ticks; tick++) {
        for (int i = 0; i < BOTS; i++) {
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
