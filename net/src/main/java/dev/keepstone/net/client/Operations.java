package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.state.StateLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the operations of a client and remembers those without an answer.
 *
 * <p>Each number is used once, also over sessions: the next one is above what the server knows of
 * and above all that this client, or the one that it comes back for, has sent. What got lost on the
 * way is found out by asking: an operation that the world never said it had begun is asked for
 * after {@link #PATIENCE_NS}, and all that came over from a session before are asked for at once.
 * On a bad line what was asked for is then answered twice or more: only the first answer counts.
 */
final class Operations {
  /** The server remembers twice as many, so that it can answer for each of these. */
  static final int MAX_UNANSWERED = StateLimits.OPERATIONS / 2;

  /** Longer than the world lets an operation wait for its turn before it ends the session. */
  static final long PATIENCE_NS = 5_000_000_000L;

  private final List<Entry> entries = new ArrayList<>();

  /** Asked for and answered, oldest first: as many as the server remembers. */
  private final ArrayDeque<Entry> settled = new ArrayDeque<>();

  private long lastOperation;

  /** One operation on its way. */
  private static final class Entry {
    final Unanswered unanswered;
    final int sequence;
    final IntArrayList askSequences = new IntArrayList();
    long askAtNs;
    boolean isBegun;

    Entry(Unanswered unanswered, int sequence, long askAtNs) {
      this.unanswered = unanswered;
      this.sequence = sequence;
      this.askAtNs = askAtNs;
    }

    boolean isNamedBy(int intent) {
      return intent != 0 && (sequence == intent || askSequences.containsInt(intent));
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
      entry.askSequences.addInt(sequence);
      entry.askAtNs = nowNs + PATIENCE_NS;
    }
  }

  /**
   * The world has begun it.
   *
   * @param kind as the world says, for an operation that isn't open here
   * @return null when it was answered already
   */
  @Nullable Unanswered onSaving(long operation, OperationKind kind) {
    Entry entry = find(operation);
    if (entry == null) {
      return unknown(operation, kind);
    }
    entry.isBegun = true;
    return entry.unanswered;
  }

  /** It is durable; otherwise as {@link #onSaving}. */
  @Nullable Unanswered onSaved(long operation, OperationKind kind) {
    Entry entry = find(operation);
    return entry == null ? unknown(operation, kind) : settle(entry);
  }

  private @Nullable Unanswered unknown(long operation, OperationKind kind) {
    for (Entry entry : settled) {
      if (entry.unanswered.operation() == operation) {
        return null;
      }
    }
    return new Unanswered(operation, kind);
  }

  private Unanswered settle(Entry entry) {
    entries.remove(entry);
    if (!entry.askSequences.isEmpty()) {
      settled.add(entry);
      if (settled.size() > StateLimits.OPERATIONS) {
        settled.remove();
      }
    }
    return entry.unanswered;
  }

  /**
   * The operation that an intent with this sequence was about, now over; null when none was. It may
   * be that of the operation itself, also after it was asked for: its turn may just have come.
   */
  @Nullable Unanswered onRefused(int sequence) {
    for (Entry entry : entries) {
      if (entry.isNamedBy(sequence)) {
        return settle(entry);
      }
    }
    return null;
  }

  /** Whether an intent with this sequence was about an operation that was answered already. */
  boolean isSettled(int sequence) {
    for (Entry entry : settled) {
      if (entry.isNamedBy(sequence)) {
        return true;
      }
    }
    return false;
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
