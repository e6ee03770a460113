package dev.keepstone.ecs.session;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import org.jspecify.annotations.Nullable;

/**
 * Lets an intent in if its sender is playing and its sequence is above the last one: a duplicate or
 * an overtaken one is dropped and counted. Sequences are unsigned and start at 1.
 */
public final class IntentGate {
  private final Sessions sessions;
  private final PlayerRows rows;
  private final WorldCounters counters;

  public IntentGate(Sessions sessions, PlayerRows rows, WorldCounters counters) {
    this.sessions = sessions;
    this.rows = rows;
    this.counters = counters;
  }

  /** Returns null when the intent doesn't count */
  public @Nullable Session accept(long sessionId, int sequence) {
    Session session = sessions.byId(sessionId);
    if (session == null || !session.isPlaying()) {
      counters.increment(WorldCounter.INTENTS_NOT_PLAYING);
      return null;
    }
    int[] acked = rows.chunkOf(session.entity()).column(Columns.ACKED_SEQUENCE);
    int row = rows.offsetOf(session.entity());
    if (Integer.compareUnsigned(sequence, acked[row]) <= 0) {
      counters.increment(WorldCounter.INTENTS_OUT_OF_ORDER);
      return null;
    }
    acked[row] = sequence;
    counters.increment(WorldCounter.INTENTS);
    return session;
  }
}
