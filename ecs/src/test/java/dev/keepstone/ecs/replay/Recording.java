package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.content.ContentSource;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.WorldConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A world in memory with busy bots, a vault and a gateway that are full at times, and the file of
 * its recording.
 */
final class Recording {
  static final WorldConfig CONFIG =
      new WorldConfig(20, 40, 42, 40, 12, 60, 10_000, 256 * 1024, 1_000);
  static final WorldContent CONTENT = TestContent.field(64, 60);
  static final String FINGERPRINT = ContentFingerprint.of(new ContentSource("field", "64 60"));

  final byte[] file;
  final long lastHash;
  final Map<WorldCounter, Long> counters;

  private Recording(byte[] file, long lastHash, Map<WorldCounter, Long> counters) {
    this.file = file;
    this.lastHash = lastHash;
    this.counters = counters;
  }

  static Recording of(long seed, int ticks, int hashEveryTicks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordRing ring = new RecordRing(1024 * 1024);
    InboxLogWriter writer =
        new InboxLogWriter(ring, out, InboxLogHeader.of(CONFIG, FINGERPRINT, 1));
    InboxRecorder recorder = new InboxRecorder(ring, hashEveryTicks);
    SeededRandom random = new SeededRandom(seed);
    try (TestWorld world = TestWorld.recorded(CONFIG, CONTENT, recorder)) {
      List<TestPlayer> bots = new ArrayList<>();
      for (int i = 0; i < CONFIG.maxPlayers(); i++) {
        bots.add(world.player().named("bot" + i).enter());
      }
      for (int tick = 0; tick < ticks; tick++) {
        for (int i = 0; i < bots.size(); i++) {
          act(world, bots, i, random);
        }
        world.vault().full(random.nextInt(4) == 0);
        world.vault().hold(random.nextInt(10) == 0);
        world.gateway().full(tick % 300 > 100);
        world.gateway().updates().clear();
        world.tick();
        writer.poll();
        if (random.nextInt(20) == 0) {
          writer.flush();
        }
      }
      writer.end();
      return new Recording(out.toByteArray(), world.world().hash(), countersOf(world::count));
    }
  }

  static Map<WorldCounter, Long> countersOf(ToLongFunction<WorldCounter> counters) {
    Map<WorldCounter, Long> values = new EnumMap<>(WorldCounter.class);
    for (WorldCounter counter : WorldCounter.values()) {
      values.put(counter, counters.applyAsLong(counter));
    }
    return values;
  }

  private static void act(TestWorld world, List<TestPlayer> bots, int i, SeededRandom random) {
    TestPlayer bot = bots.get(i);
    int choice = random.nextInt(1000);
    if (choice < 60) {
      bot.move(random.nextInt(3) - 1, random.nextInt(3) - 1, random.nextInt(40));
    } else if (choice < 75) {
      bot.say("hello".repeat(30));
    } else if (choice < 85) {
      bot.look();
    } else if (choice < 90) {
      bot.who();
    } else if (choice < 95) {
      if (choice < 93) {
        bot.leave();
      } else {
        bot.gone();
      }
      bots.set(i, world.again(bot).enter()); // often too early: refused, and tried again below
    } else if (choice < 110) {
      bot.enter();
    }
  }

  static InboxLogReader reader(byte[] file) {
    return new InboxLogReader(new ByteArrayInputStream(file));
  }

  static Replay replay(byte[] file) {
    return new Replay(reader(file), CONFIG, CONTENT, FINGERPRINT);
  }

  /** Steps until something else than "agreed" comes out. */
  static Replay.Step play(Replay replay) {
    Replay.Step step = replay.step();
    while (step == Replay.Step.AGREED) {
      step = replay.step();
    }
    return step;
  }
}
