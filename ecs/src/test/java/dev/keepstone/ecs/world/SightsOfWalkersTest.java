package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.ClaimDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Table;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that only adds who appeared and removes who vanished knows at every tick whom it would
 * see if the world were asked about everybody.
 */
class SightsOfWalkersTest {
  private static final int WALKERS = 300;
  private static final int FIELD_TILES = 64;
  private static final float RADIUS_TILES = 12;
  private static final int TICKS = 2000;

  private final TestInbox inbox = new TestInbox();
  private final StoredPlayer[] stored = new StoredPlayer[WALKERS + 1];
  private final long[] sessions = new long[WALKERS + 1];
  private final long[] sequences = new long[WALKERS + 1];

  /** What each client believes to be in sight, by session. */
  private final LongHashSet[] sights = new LongHashSet[WALKERS + 1];

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final AppearedDecoder appeared = new AppearedDecoder();
  private final VanishedDecoder vanished = new VanishedDecoder();
  private final ClaimDecoder claim = new ClaimDecoder();
  private final PlayerRowDecoder row = new PlayerRowDecoder();
  private boolean full;

  /** With 20 in sight most walkers see only the nearest; with 200 everybody in their radius. */
  @ParameterizedTest
  @ValueSource(ints = {20, 60, 200})
  void aClientKnowsAtEachTickWhomABruteForceSearchFinds(int maxNear) {
    SeededRandom random = new SeededRandom(maxNear);
    try (World world = worldOfWalkers(random, maxNear)) {
      for (int tick = 0; tick < TICKS; tick++) {
        walk(random);
        world.tick();
        check(world, maxNear);
      }
      assertThat(world.counters().get(WorldCounter.SIGHTS_RESTARTED)).isZero();
    }
  }

  @Test
  void aClientKnowsItAgainAfterEachTimeTheGatewayWasFull() {
    SeededRandom random = new SeededRandom(5);
    try (World world = worldOfWalkers(random, 60)) {
      for (int tick = 0; tick < TICKS / 4; tick++) {
        walk(random);
        full = random.nextInt(3) == 0;
        world.tick();
        if (!full) {
          check(world, 60);
        }
      }
      assertThat(world.counters().get(WorldCounter.SIGHTS_RESTARTED)).isPositive();
    }
  }

  private World worldOfWalkers(SeededRandom random, int maxNear) {
    WorldConfig config =
        new WorldConfig(20, 600, 42, WALKERS, RADIUS_TILES, maxNear, 10_000, 1024 * 1024, 0);
    World world =
        new World(
            config, TestContent.field(FIELD_TILES), inbox, List.of(this::onGateway), this::onVault);
    for (int i = 1; i <= WALKERS; i++) {
      stored[i] = new StoredPlayer(i, "player" + i);
      stored[i].state.zone = 1;
      stored[i].state.hp = 100;
      stored[i].state.x = 2 + random.nextFloat() * (FIELD_TILES - 4);
      stored[i].state.y = 2 + random.nextFloat() * (FIELD_TILES - 4);
      sessions[i] = i;
      sights[i] = new LongHashSet();
      inbox.enter(i, i);
    }
    return world;
  }

  /** A tenth turns; once in a while somebody leaves, or comes back in a session of its own. */
  private void walk(SeededRandom random) {
    for (int i = 1; i <= WALKERS; i++) {
      if (random.nextInt(10) == 0) {
        inbox.move(sessions[i], ++sequences[i], random.nextInt(3) - 1, random.nextInt(3) - 1, 15);
      }
    }
    if (random.nextInt(4) == 0) {
      int somebody = 1 + random.nextInt(WALKERS);
      inbox.gone(sessions[somebody]);
      sessions[somebody] += 1000;
      sequences[somebody] = 0;
      sights[somebody] = new LongHashSet();
    }
    int somebody = 1 + random.nextInt(WALKERS);
    if (sessions[somebody] > 1000) {
      inbox.enter(sessions[somebody], somebody); // refused when it is in the world
    }
  }

  private boolean onVault(DirectBuffer buffer, int offset, int lengthBytes) {
    header.wrap(buffer, offset);
    if (header.templateId() == ClaimDecoder.TEMPLATE_ID) {
      claim.wrapAndApplyHeader(buffer, offset, header);
      inbox.loaded(claim.session(), stored[(int) claim.playerId()]);
    } else if (header.templateId() == PlayerRowDecoder.TEMPLATE_ID) {
      row.wrapAndApplyHeader(buffer, offset, header);
      stored[(int) row.playerId()].version = row.version();
      inbox.durable(row.playerId(), row.version(), row.release() == 1);
    }
    return true;
  }

  private boolean onGateway(DirectBuffer buffer, int offset, int lengthBytes) {
    if (full) {
      return false;
    }
    header.wrap(buffer, offset);
    if (header.templateId() == VanishedDecoder.TEMPLATE_ID) {
      vanished.wrapAndApplyHeader(buffer, offset, header);
      LongHashSet sight = sights[playerOf(vanished.session())];
      for (VanishedDecoder.EntitiesDecoder gone : vanished.entities()) {
        assertThat(sight.remove(gone.entity())).as("vanished, but was not in sight").isTrue();
      }
    } else if (header.templateId() == AppearedDecoder.TEMPLATE_ID) {
      appeared.wrapAndApplyHeader(buffer, offset, header);
      LongHashSet sight = sights[playerOf(appeared.session())];
      if (appeared.afresh() == 1) {
        sight.clear();
      }
      for (AppearedDecoder.EntitiesDecoder newcomer : appeared.entities()) {
        assertThat(sight.add(newcomer.entity())).as("appeared twice").isTrue();
        newcomer.skipName();
      }
    }
    return true;
  }

  private static int playerOf(long session) {
    return (int) (session % 1000);
  }

  private void check(World world, int maxNear) {
    Table players = world.tables().table(Archetypes.PLAYER);
    for (int c = 0; c < players.chunkCount(); c++) {
      Chunk chunk = players.chunk(c);
      for (int i = 0; i < chunk.size(); i++) {
        if (chunk.column(Columns.FROZEN)[i] == 0) {
          check(world, chunk, i, maxNear);
        }
      }
    }
  }

  /** All of them are in one chunk. Who stands equally far may be left out for one another. */
  private void check(World world, Chunk chunk, int self, int maxNear) {
    float[] x = chunk.column(Columns.X);
    float[] y = chunk.column(Columns.Y);
    LongHashSet sight = sights[playerOf(chunk.column(Columns.SESSION)[self])];
    int within = 0;
    int known = 0;
    float farthestKnown = 0;
    float nearestUnknown = Float.POSITIVE_INFINITY;
    for (int i = 0; i < chunk.size(); i++) {
      float dx = x[i] - x[self];
      float dy = y[i] - y[self];
      float distanceSquared = dx * dx + dy * dy;
      if (i == self || distanceSquared > RADIUS_TILES * RADIUS_TILES) {
        continue;
      }
      within++;
      if (sight.contains(chunk.entities()[i])) {
        known++;
        farthestKnown = Math.max(farthestKnown, distanceSquared);
      } else {
        nearestUnknown = Math.min(nearestUnknown, distanceSquared);
      }
    }
    if (known != sight.size()
        || known != Math.min(within, maxNear)
        || farthestKnown > nearestUnknown) {
      throw new AssertionError(
          "tick=%d player=%d within=%d known=%d sight=%d farthestKnown=%f nearestUnknown=%f"
              .formatted(
                  world.tickNumber(),
                  chunk.column(Columns.PLAYER_ID)[self],
                  within,
                  known,
                  sight.size(),
                  farthestKnown,
                  nearestUnknown));
    }
  }
}
