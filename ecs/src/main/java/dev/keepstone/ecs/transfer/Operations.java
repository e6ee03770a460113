package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.GatewayPublisher;
import dev.keepstone.ecs.message.OperationPublisher;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.session.PlayerRows;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.state.StateLimits;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The queues of operations: which are new, whose turn it is, and what they are answered. An
 * operation is executed at most once, whatever happens: one that is remembered with the character
 * is only acknowledged again, one that is neither remembered nor above all known ones is refused
 * for good.
 */
final class Operations {
  /** What isn't possible for so long is given up: 3 s, as the store's silence is. */
  static final int PATIENCE_SECONDS = 3;

  private final PlayerRows rows;
  private final Lifecycle lifecycle;
  private final Transfer transfer;
  private final ItemIds ids;
  private final Commits commits;
  private final GatewayPublisher gateways;
  private final OperationPublisher publisher;
  private final WorldCounters counters;
  private final int tickRateHz;
  private final Long2ObjectHashMap<OperationQueue> bySession = new Long2ObjectHashMap<>();

  /** Those in which something waits, in the order in which it began to. */
  private final List<OperationQueue> busy = new ArrayList<>();

  private long tick;

  Operations(
      PlayerRows rows,
      Lifecycle lifecycle,
      Transfer transfer,
      ItemIds ids,
      Commits commits,
      GatewayPublisher gateways,
      OperationPublisher publisher,
      WorldCounters counters,
      int tickRateHz) {
    this.rows = rows;
    this.lifecycle = lifecycle;
    this.transfer = transfer;
    this.ids = ids;
    this.commits = commits;
    this.gateways = gateways;
    this.publisher = publisher;
    this.counters = counters;
    this.tickRateHz = tickRateHz;
  }

  void beginTick(long newTick) {
    tick = newTick;
  }

  void onPlaying(Session session, long highestOperation) {
    bySession.put(session.id(), new OperationQueue(session, highestOperation, tickRateHz, tick));
  }

  /** What waits is not done: it was neither applied nor told. */
  void onStopped(Session session) {
    OperationQueue queue = bySession.remove(session.id());
    if (queue != null) {
      queue.waiting().clear();
    }
  }

  /** What waits would be answered to nobody; what is on its way to the store stays on its way. */
  void onSilent(Session session) {
    OperationQueue queue = bySession.get(session.id());
    if (queue != null) {
      queue.waiting().clear();
    }
  }

  /** The same queue: it knows what is on its way, and that is answered to the session of now. */
  void onTakenBack(Session session, long idBefore, long highestOperation) {
    OperationQueue queue = bySession.remove(idBefore);
    if (queue == null) {
      onPlaying(session, highestOperation);
    } else {
      queue.takenBack(highestOperation);
      bySession.put(session.id(), queue);
    }
  }

  @Nullable OperationQueue queueOf(Session session) {
    return bySession.get(session.id());
  }

  /** Takes an operation into its player's queue, or answers it at once. */
  void submit(
      Session session, int sequence, long operation, OperationKind kind, Preparation preparation) {
    OperationQueue queue = bySession.get(session.id());
    if (queue == null) {
      return; // it has ended within this message
    }
    if (operation <= OperationQueue.NONE) {
      refuse(session, sequence, RefusalReason.BAD_INTENT);
    } else if (!queue.isNew(operation)) {
      repeat(queue, sequence, operation, kind);
    } else {
      queue.know(operation);
      if (queue.isFull()) {
        refuseForWantOfRoom(queue, sequence);
      } else {
        queue.waiting().add(new PendingOperation(operation, sequence, kind, tick, preparation));
        list(queue);
      }
    }
  }

  /** Answers what became of an operation; one that is not known never will be done. */
  void ask(Session session, int sequence, long operation) {
    OperationQueue queue = bySession.get(session.id());
    if (queue != null) {
      repeat(queue, sequence, operation, OperationKind.NULL_VAL);
      queue.know(operation);
    }
  }

  private void repeat(OperationQueue queue, int sequence, long operation, OperationKind kind) {
    counters.increment(WorldCounter.OPERATIONS_REPEATED);
    Session session = queue.session();
    if (queue.isPending(operation)) {
      return; // its answer is still to come
    }
    if (operation > OperationQueue.NONE && isRemembered(session, operation)) {
      sent(session, publisher.saved(session.id(), operation, sequence, kind));
    } else {
      refuse(session, sequence, RefusalReason.FORGOTTEN);
    }
  }

  private boolean isRemembered(Session session, long operation) {
    long[] operations = rows.chunkOf(session.entity()).column(Columns.OPERATIONS);
    int first = rows.offsetOf(session.entity()) * StateLimits.OPERATIONS;
    for (int i = 0; i < StateLimits.OPERATIONS; i++) {
      if (operations[first + i] == operation) {
        return true;
      }
    }
    return false;
  }

  private void refuseForWantOfRoom(OperationQueue queue, int sequence) {
    Session session = queue.session();
    refuse(session, sequence, RefusalReason.TOO_MANY);
    if (queue.refuseOneMore(tick) && session.isPlaying()) {
      counters.increment(WorldCounter.PLAYERS_ABUSIVE);
      lifecycle.leave(session, FarewellReason.ABUSE);
    }
  }

  private void list(OperationQueue queue) {
    if (!queue.isListed()) {
      queue.listed(true);
      busy.add(queue);
    }
  }

  /** Does what can be done now. Called once a tick. */
  void run() {
    int kept = 0;
    for (int i = 0; i < busy.size(); i++) {
      OperationQueue queue = busy.get(i);
      drain(queue);
      if (queue.waiting().isEmpty()) {
        queue.listed(false);
      } else {
        busy.set(kept++, queue);
      }
    }
    while (busy.size() > kept) {
      busy.remove(busy.size() - 1);
    }
  }

  private void drain(OperationQueue queue) {
    PendingOperation next = queue.waiting().peek();
    while (next != null) {
      Step step = attempt(queue, next);
      if (step == Step.WAIT) {
        if (tick - next.queuedTick() < (long) PATIENCE_SECONDS * tickRateHz) {
          return;
        }
        transfer.refuse(RefusalReason.STORE_UNAVAILABLE);
      } else {
        queue.useToken();
      }
      queue.waiting().poll();
      if (step == Step.WAIT || step == Step.REFUSE) {
        refuse(queue.session(), next.sequence(), transfer.reason());
      }
      next = queue.waiting().peek();
    }
  }

  private Step attempt(OperationQueue queue, PendingOperation next) {
    Session session = queue.session();
    try {
      if (!queue.hasToken(tick)) {
        return Step.WAIT;
      }
      transfer.begin(next.kind(), tick);
      Draft own = transfer.join(session);
      if (own == null) {
        return Step.WAIT;
      }
      own.asks(queue, next.operation(), next.sequence());
      Step step = next.preparation().prepare(own, transfer);
      if (step == Step.COMMIT && !commits.offer(transfer)) {
        step = Step.WAIT;
      }
      if (step != Step.COMMIT) {
        ids.discard();
      }
      return step;
    } catch (RuntimeException fault) {
      lifecycle.onFaultOfSession(session.id(), fault); // empties the queue
      return transfer.refuse(RefusalReason.BUSY);
    }
  }

  /** Says that an intent is not done and never will be. */
  void refuse(Session session, int sequence, RefusalReason reason) {
    counters.increment(WorldCounter.OPERATIONS_REFUSED);
    if (session.isListening()) {
      sent(session, gateways.intentRefused(session.id(), sequence, reason));
    }
  }

  void sent(Session session, boolean hadRoom) {
    if (!hadRoom) {
      lifecycle.overrun(session);
    }
  }
}
