package dev.keepstone.net.gateway;

import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.net.update.ByteBudget;
import dev.keepstone.net.update.UpdateFormat;
import dev.keepstone.net.update.UpdateWriter;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Turns the world's snapshots for one session into updates that say only what its client does not
 * know, within the byte budget of a player. Whatever the session is sent counts: after a burst of
 * names or chat, updates are smaller for some ticks.
 *
 * <p>Aeron closes one gap of a stream after the other. A line that loses a fifth and takes 200 ms
 * each way tears more of them than that closes at 20 Hz, and its player fell ever further behind:
 * for up to half a minute, until the window was full. So whoever has acknowledged none of the
 * newest {@value UpdateFormat#REMEMBERED} gets fewer.
 */
final class SessionUpdates {
  /** So much of what is near is told even in debt: about 40 steps, the most urgent ones. */
  private static final int MIN_BODY_BYTES = 160;

  /** To whoever is behind, one in so many ticks: a line as above carries that. */
  private static final int TICKS_FOR_WHO_IS_BEHIND = 4;

  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  private final SessionContext context;
  private final SessionLink link;

  private @Nullable Begun begun;
  private long lastTick;
  private long chargedBytes;

  /** What a player who is in the world has. */
  private record Begun(UpdateWriter writer, ByteBudget budget) {}

  SessionUpdates(SessionContext context, SessionLink link) {
    this.context = context;
    this.link = link;
  }

  /**
   * The player is in the world: only now is the memory for updates taken.
   *
   * @param tickRateHz of the world
   */
  void begin(int tickRateHz) {
    begun =
        new Begun(new UpdateWriter(context.updateScratch), new ByteBudget(Math.max(1, tickRateHz)));
    chargedBytes = link.sentBytes();
  }

  /**
   * Sends what has changed, or nothing: then the next snapshot makes good for it.
   *
   * @param snapshot read from its start
   * @return false when the client takes nothing now, or is behind
   */
  boolean send(SnapshotDecoder snapshot) {
    if (begun == null || link.hasBacklog()) {
      return false;
    }
    UpdateWriter updates = begun.writer;
    ByteBudget budget = begun.budget;
    if (updates.unacknowledged() > UpdateFormat.REMEMBERED
        && snapshot.tick() % TICKS_FOR_WHO_IS_BEHIND != 0) {
      return false;
    }
    charge(budget);
    budget.onTicks(Math.max(0, snapshot.tick() - lastTick));
    lastTick = snapshot.tick();
    int level = budget.levelBytes();
    int lengthBytes = updates.write(snapshot, bodyBudget(level), level >= 0);
    if (!sendParts(updates, lengthBytes)) {
      return false;
    }
    updates.commit();
    count(updates);
    charge(budget);
    return true;
  }

  /** The client says that it has the state of this update; true when that is news. */
  boolean acknowledge(long update) {
    return begun != null && begun.writer.acknowledge(update);
  }

  /** A difference fits into one frame; the most urgent of it is told even in debt. */
  private static int bodyBudget(int levelBytes) {
    int left = levelBytes - (UpdateFormat.MTU_BYTES - UpdateFormat.MAX_PART_BYTES);
    return Math.max(MIN_BODY_BYTES, Math.min(left, UpdateFormat.MAX_PART_BYTES));
  }

  private void charge(ByteBudget budget) {
    budget.spend(link.sentBytes() - chargedBytes);
    chargedBytes = link.sentBytes();
  }

  /** False when nothing went out. Once a part did, the update counts, whole or not. */
  private boolean sendParts(UpdateWriter updates, int lengthBytes) {
    int parts = (lengthBytes + UpdateFormat.MAX_PART_BYTES - 1) / UpdateFormat.MAX_PART_BYTES;
    for (int part = 0; part < parts; part++) {
      int from = part * UpdateFormat.MAX_PART_BYTES;
      int partBytes = Math.min(UpdateFormat.MAX_PART_BYTES, lengthBytes - from);
      context
          .update
          .wrapAndApplyHeader(context.updateMessage, 0, context.updateHeader)
          .number(updates.number())
          .baseline(updates.baseline())
          .part((short) part)
          .parts((short) parts)
          .putBody(updates.body(), from, partBytes);
      if (!link.sendOrSkip(
          context.updateMessage, 0, HEADER_BYTES + context.update.encodedLength())) {
        return part > 0;
      }
    }
    return true;
  }

  private void count(UpdateWriter updates) {
    if (updates.isOwnOnly()) {
      context.counters.increment(GatewayCounter.UPDATES_OWN_ONLY);
    } else if (updates.baseline() == 0) {
      context.counters.increment(GatewayCounter.UPDATES_FULL);
    }
    if (updates.deferredCount() > 0) {
      context.counters.increment(GatewayCounter.UPDATES_SHORTENED);
    }
  }
}
