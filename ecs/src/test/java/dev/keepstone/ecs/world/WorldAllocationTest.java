package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** The steady state, with everything in it that happens all the time, costs no garbage. */
class WorldAllocationTest {
  private static final int PLAYERS = 200;
  private static final int CREATURES = 200;
  private static final byte[] WORDS = {'h', 'i'};
  private static final int WARM_UP_TICKS = 1000;

  /** Two flush windows: whatever recurs in a steady world is in every round. */
  private static final int ROUND_TICKS = 200;

  /** At most: it ends with the first in which nothing was allocated. */
  private static final int ROUNDS = 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final TestInbox inbox = new TestInbox();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final PlayerRowDecoder row = new PlayerRowDecoder();
  private boolean confirming;

  @Test
  void aTickAllocatesNothing() {
    WorldConfig config = new WorldConfig(20, 100, 42, PLAYERS, 12, 60, 10_000, 256 * 1024, 0);
    Outbox gateway = (buffer, offset, lengthBytes) -> true;
    try (World world = new World(config, content(), inbox, List.of(gateway), this::onVault)) {
      for (int i = 1; i <= PLAYERS; i++) {
        StoredPlayer player = new StoredPlayer(i, "player" + i);
        inbox.enter(i, i);
        inbox.loaded(i, player);
      }
      inbox.zoneLoaded(fullZone());
      confirming = true;
      for (int i = 0; i < WARM_UP_TICKS; i++) {
        tick(world, i);
      }
      assertThat(world.playing()).isEqualTo(PLAYERS);

      // The JVM may allocate something on this thread as long as it still compiles (linking a
      // call, undoing an optimisation), which takes long on a busy machine; what our code allocates
      // would be in every round.
      List<Long> allocatedByRound = new ArrayList<>();
      do {
        int firstTick = WARM_UP_TICKS + allocatedByRound.size() * ROUND_TICKS;
        allocatedByRound.add(measureRound(world, firstTick));
      } while (!allocatedByRound.contains(0L) && allocatedByRound.size() < ROUNDS);
      assertThat(allocatedByRound).contains(0L);
      assertThat(world.counters().get(WorldCounter.GROUND_ITEMS)).isEqualTo(2);
    }
  }

  /** The sword is not due in this test: an event is no steady state. */
  private static WorldContent content() {
    return TestContent.fields(
        1,
        64,
        CREATURES,
        TestContent.spot("bread", 20, 20, 3, 60),
        TestContent.spot("sword", 22, 20, 1, 604_800),
        TestContent.spot("coins", 24, 20, 9, 60));
  }

  /** All that is looked for is there, save for the sword. */
  private static TestZone fullZone() {
    TestZone zone = new TestZone(1);
    zone.entries.put(1L, new TestZone.Entry(1, 1, 3, 0, 0, 20.5f, 20.5f));
    zone.entries.put(2L, new TestZone.Entry(2, 0, 9, 0, 0, 24.5f, 20.5f));
    zone.stock(7, 0, 1_000);
    zone.stock(7, 1, 1_000);
    zone.stock(7, 2, 1_000);
    zone.stock(7, 5, 1_000);
    return zone;
  }

  private long measureRound(World world, int firstTick) {
    long rowsBefore = world.counters().get(WorldCounter.ROWS_DURABLE);
    long snapshotsBefore = world.counters().get(WorldCounter.SNAPSHOTS);
    long allocated = 0;
    for (int i = firstTick; i < firstTick + ROUND_TICKS; i++) {
      command(i);
      long before = threads.getCurrentThreadAllocatedBytes();
      world.tick();
      allocated += threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(world.counters().get(WorldCounter.ROWS_DURABLE) - rowsBefore).isGreaterThan(PLAYERS);
    assertThat(world.counters().get(WorldCounter.SNAPSHOTS) - snapshotsBefore)
        .isEqualTo((long) PLAYERS * ROUND_TICKS);
    return allocated;
  }

  private void tick(World world, int i) {
    command(i);
    world.tick();
  }

  /** Every player walks on twice a second; somebody speaks and looks about each tick. */
  private void command(int tick) {
    for (int i = 1; i <= PLAYERS; i++) {
      if ((tick + i) % 10 == 0) {
        inbox.move(i, 2L * tick + 1, (tick / 10 + i) % 3 - 1, (tick / 10 + i / 3) % 3 - 1, 10);
      }
    }
    if (tick % 20 == 0) {
      inbox.clock(1_000_000 + 50L * tick);
    }
    int somebody = 1 + tick % PLAYERS;
    inbox.say(somebody, 2L * tick + 2, WORDS);
    inbox.look(1 + (tick + 7) % PLAYERS, 2L * tick + 2);
  }

  /** Confirms each row at once. */
  private boolean onVault(DirectBuffer buffer, int offset, int lengthBytes) {
    header.wrap(buffer, offset);
    if (confirming && header.templateId() == PlayerRowDecoder.TEMPLATE_ID) {
      row.wrapAndApplyHeader(buffer, offset, header);
      inbox.durable(row.playerId(), row.version(), row.release() == 1);
    }
    return true;
  }
}
