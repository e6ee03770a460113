package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.state.StateLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the operations of a client and remembers those without an answer.
 *
 * <p>Each number is used once, also over sessions: the next one is above what the server knows of
 * and above all that this client, or the one that it comes back for, has sent. What got lost on the
 * way is found out by asking: an operation that the world never said it had begun is asked for
 * after {@link #PATIENCE_NS}, and all that came over from a session before are asked for at once.
 */
final class Operations {
  /** The server remembers twice as many, so that it can answer for each of these. */
  static final int MAX_UNANSWERED = StateLimits.OPERATIONS / 2;

  /** Longer than the world lets an operation wait for its turn before it ends the session. */
  static final long PATIENCE_NS = 5_000_000_000L;

  private final List<Entry> entries = new ArrayList<>();
  private long lastOperation;

  /** One operation on its way. */
  private static final class Entry {
    final Unanswered unanswered;
    final int sequence;
    int askSequence;
    long askAtNs;
    boolean isBegun;

    Entry(Unanswered unanswered, int sequence, long askAtNs) {
      this.unanswered = unanswered;
      this.sequence = sequence;
      this.askAtNs = askAtNs;
    }
  }

  /** What was left open by a session before; to be called before this one is entered. */
  void carryOver(Comeback before) {
    lastOperation = Math.max(lastOperation, before.lastOperation());
    for (Unanswered unanswered : before.unanswered()) {
      entries.add(new Entry(unanswered, 0, Long.MIN_VALUE));
    }
  }

  /** The server let the player in and knows of operations up to this one. */
  void onEntered(long newLastOperation, long nowNs) {
    lastOperation = Math.max(lastOperation, newLastOperation);
    entries.forEach(entry -> entry.askAtNs = nowNs);
  }

  boolean isFull() {
    return entries.size() >= MAX_UNANSWERED;
  }

  /** The number for the next operation; the same until {@link #onSent}. */
  long next() {
    return lastOperation + 1;
  }

  /** The operation with the number of {@link #next} went out. */
  void onSent(OperationKind kind, int sequence, long nowNs) {
    lastOperation++;
    entries.add(new Entry(new Unanswered(lastOperation, kind), sequence, nowNs + PATIENCE_NS));
  }

  /** An operation whose fate must be asked for now; 0 when there is none. */
  long due(long nowNs) {
    for (Entry entry : entries) {
      if (!entry.isBegun && nowNs - entry.askAtNs >= 0) {
        return entry.unanswered.operation();
      }
    }
    return 0;
  }

  /** It was asked for, with this sequence. */
  void onAsked(long operation, int sequence, long nowNs) {
    Entry entry = find(operation);
    if (entry != null) {
      entry.askSequence = sequence;
      entry.askAtNs = nowNs + PATIENCE_NS;
    }
  }

  /**
   * The world has begun it.
   *
   * @param kind as the world says, for an operation that isn't open here
   */
  Unanswered onSaving(long operation, OperationKind kind) {
    Entry entry = find(operation);
    if (entry == null) {
      return new Unanswered(operation, kind);
    }
    entry.isBegun = true;
    return entry.unanswered;
  }

  /** It is durable; otherwise as {@link #onSaving}. */
  Unanswered onSaved(long operation, OperationKind kind) {
    Entry entry = find(operation);
    if (entry == null) {
      return new Unanswered(operation, kind);
    }
    entries.remove(entry);
    return entry.unanswered;
  }

  /**
   * The operation that an intent with this sequence was about, now over; null when none was. It may
   * be that of the operation itself, also after it was asked for: its turn may just have come.
   */
  @Nullable Unanswered onRefused(int sequence) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (sequence != 0 && (entry.sequence == sequence || entry.askSequence == sequence)) {
        return entries.remove(i).unanswered;
      }
    }
    return null;
  }

  List<Unanswered> unanswered() {
    return entries.stream().map(entry -> entry.unanswered).toList();
  }

  long lastOperation() {
    return lastOperation;
  }

  private @Nullable Entry find(long operation) {
    for (Entry entry : entries) {
      if (entry.unanswered.operation() == operation) {
        return entry;
      }
    }
    return null;
  }
}
