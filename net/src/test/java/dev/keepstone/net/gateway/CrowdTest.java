package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.harness.MemoryAccounts;
import dev.keepstone.net.harness.MemoryTransport;
import dev.keepstone.net.harness.RealWorld;
import dev.keepstone.net.update.ByteBudget;
import dev.keepstone.net.update.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 300 players in one place, all moving, through the real world, the real gateway and real clients,
 * each of which answers only every third tick, as over a network of 100 to 150 ms.
 */
class CrowdTest {
  private static final int PLAYERS = 300;
  private static final int FIELD_TILES = 20;
  private static final int ANSWER_TICKS = 3;
  private static final int SETTLING_TICKS = 40;
  private static final int MEASURED_TICKS = 60;
  private static final int TICKS_PER_SECOND = 20;

  /** IP and UDP header of a datagram. */
  private static final int DATAGRAM_HEADER_BYTES = 28;

  private final SplittableRandom random = new SplittableRandom(300);
  private final RealWorld server = new RealWorld(PLAYERS, 1, FIELD_TILES);
  private final List<Walker> walkers = new ArrayList<>();
  private long tick;
  private boolean isOver;

  @AfterEach
  void close() {
    server.close();
  }

  /** One player, always on the way somewhere. */
  private final class Walker implements ClientHandler {
    final MemoryTransport.Wire wire = server.transport.connect();
    final GameClient client = server.connect(wire, this);
    final Map<Long, float[]> shown = new HashMap<>();
    long entity;
    float x;
    float y;
    int directionX = 1;
    int directionY = 1;
    int updates;

    @Override
    public void onEntered(EnteredDecoder entered) {
      entity = entered.entity();
    }

    @Override
    public void onSnapshot(View view) {
      updates++;
      x = view.x();
      y = view.y();
      shown.clear();
      for (int i = 0; isOver && i < view.nearCount(); i++) {
        shown.put(view.entity(i), new float[] {view.x(i), view.y(i)});
      }
    }

    void walk() {
      if (random.nextInt(4) == 0) {
        directionX = random.nextInt(2) * 2 - 1;
        directionY = random.nextInt(3) - 1;
      }
      client.move(directionX, directionY, 20);
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void nobodyIsSentMoreThanTheBudget() {
    for (int i = 0; i < PLAYERS; i++) {
      float x = 2.5f + random.nextInt(16);
      float y = 2.5f + random.nextInt(16);
      server.record(
          MemoryAccounts.FIRST_PLAYER_ID + i,
          player -> {
            player.zone = 1;
            player.x = x;
            player.y = y;
          });
      Walker walker = new Walker();
      walkers.add(walker);
      server.askToEnter(walker.client, "walker_" + i);
    }
    for (int i = 0; i < SETTLING_TICKS; i++) {
      tick();
    }
    long[] before = walkers.stream().mapToLong(walker -> walker.wire.streamBytes()).toArray();
    walkers.forEach(walker -> walker.updates = 0);
    for (int i = 0; i < MEASURED_TICKS; i++) {
      tick();
    }
    long[] sent = walkers.stream().mapToLong(walker -> walker.wire.streamBytes()).toArray();
    isOver = true; // from here on it matters who sees what
    for (int i = 0; i < ANSWER_TICKS; i++) {
      tick();
    }

    long most = 0;
    long total = 0;
    for (int i = 0; i < PLAYERS; i++) {
      long bytes = sent[i] - before[i];
      long perTick = bytes / MEASURED_TICKS + DATAGRAM_HEADER_BYTES;
      most = Math.max(most, perTick * TICKS_PER_SECOND);
      total += perTick * TICKS_PER_SECOND;
    }
    String figures =
        "mean=%d most=%d bytes/s each, near=%.0f, off by %.2f tiles, full=%d shortened=%d"
            .formatted(
                total / PLAYERS,
                most,
                meanNear(),
                meanErrorTiles(),
                server.counters.get(GatewayCounter.UPDATES_FULL),
                server.counters.get(GatewayCounter.UPDATES_SHORTENED));
    System.out.println("300 in one place: " + figures); // what docs/benchmarks.md says
    assertThat(most).as(figures).isLessThanOrEqualTo(ByteBudget.BYTES_PER_SECOND);
    assertThat(meanNear()).as(figures).isGreaterThan(170);
    assertThat(meanErrorTiles()).as(figures).isLessThan(1);
    assertThat(walkers).allMatch(walker -> walker.updates > MEASURED_TICKS * 9 / 10);
    assertThat(server.counters.traffic().maxBytesPerSecond())
        .as(figures)
        .isBetween(1L, (long) ByteBudget.BYTES_PER_SECOND);
    assertThat(server.counters.traffic().meanBytesPerSecond()).isPositive();
  }

  private void tick() {
    tick++;
    server.tick();
    for (int i = 0; i < PLAYERS; i++) {
      if ((tick + i) % ANSWER_TICKS == 0) {
        server.hear(walkers.get(i).client);
        walkers.get(i).walk();
      }
    }
  }

  private double meanNear() {
    return walkers.stream().mapToInt(walker -> walker.shown.size()).average().orElse(0);
  }

  /** Between where somebody is shown and where he is; a tenth of it is on its way. */
  private double meanErrorTiles() {
    double sum = 0;
    int count = 0;
    for (Walker of : walkers) {
      for (Walker by : walkers) {
        float[] place = by.shown.get(of.entity);
        if (place != null) {
          sum += Math.hypot(place[0] - of.x, place[1] - of.y);
          count++;
        }
      }
    }
    return sum / count;
  }
}
