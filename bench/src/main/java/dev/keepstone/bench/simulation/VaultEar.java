package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.DurableDecoder;
import dev.keepstone.ecs.message.sbe.LostDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.persistence.record.Incarnation;
import org.agrona.DirectBuffer;

/** Listens to what a vault says to its world, and holds it against what the store has accepted. */
final class VaultEar implements Outbox {
  private final int server;
  private final Outbox world;
  private final SimulatedRedis redis;
  private final Incarnation incarnation;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final DurableDecoder durable = new DurableDecoder();
  private final LostDecoder lost = new LostDecoder();
  private final CommitSettledDecoder settled = new CommitSettledDecoder();

  VaultEar(int server, Outbox world, SimulatedRedis redis, Incarnation incarnation) {
    this.server = server;
    this.world = world;
    this.redis = redis;
    this.incarnation = incarnation;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    boolean taken = world.offer(buffer, offset, lengthBytes);
    if (taken) {
      header.wrap(buffer, offset);
      switch (header.templateId()) {
        case DurableDecoder.TEMPLATE_ID ->
            onDurable(durable.wrapAndApplyHeader(buffer, offset, header));
        case LostDecoder.TEMPLATE_ID ->
            redis
                .trace()
                .add(
                    TraceEvent.LOST,
                    server,
                    lost.wrapAndApplyHeader(buffer, offset, header).playerId(),
                    0,
                    0);
        case CommitSettledDecoder.TEMPLATE_ID -> {
          settled.wrapAndApplyHeader(buffer, offset, header);
          redis
              .trace()
              .add(
                  TraceEvent.SETTLED,
                  server,
                  settled.commit(),
                  settled.outcomeRaw(),
                  settled.standingRaw());
        }
        default -> {
          // Nothing that could be a lie.
        }
      }
    }
    return taken;
  }

  private void onDurable(DurableDecoder message) {
    redis
        .trace()
        .add(TraceEvent.DURABLE, server, message.playerId(), message.version(), message.released());
    if (!redis.monitor().isAccepted(incarnation, message.playerId(), message.version())) {
      throw new Violation(
          Invariant.DURABLE_IS_STORED,
          "told durable, but the store never accepted it: player="
              + message.playerId()
              + " version="
              + message.version());
    }
  }
}
