package dev.keepstone.bench.simulation;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneHolding;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One ordered connection: commands arrive in order, answers come back in order, and either way may
 * stall. When it is cut, what was on its way is lost, or is executed all the same, much later.
 */
@SuppressWarnings("EnumOrdinal") // numbers for the trace, in memory only
final class SimulatedLink implements StoreLink {
  /** What becomes of commands that are on their way when a link is cut. */
  enum Cut {
    /** Never executed; the sender notices at once. */
    BEFORE,
    /** Executed, the answers are lost; the sender notices at once. */
    AFTER,
    /** Executed much later, the answers are lost; the sender notices at once. */
    LATE,
    /** Nothing goes through any more, and the sender does not notice. */
    HALF_OPEN
  }

  private final SimulatedRedis redis;
  private final int server;
  private final LinkIdentity identity;
  private final StoreLink behind;
  private final long generation;
  private final Listener listener;
  private final ArrayDeque<Runnable> commands = new ArrayDeque<>();
  private final ArrayDeque<Runnable> replies = new ArrayDeque<>();
  private final ArrayDeque<CompletableFuture<?>> unanswered = new ArrayDeque<>();
  private long newestArrivalMs;
  private long newestReplyMs;
  private long commandsStallUntilMs;
  private long repliesStallUntilMs;
  private boolean isOpen = true;
  private boolean isSevered;
  private boolean garblesNext;

  /** Hears of what is worth a fault at this very moment. */
  interface Listener {
    /** A save, a commit, a renewal or a resume was sent. */
    void onWrite();

    /** Ids were taken from their counter. */
    void onReserved();

    /** A zone event was executed, and is not answered yet. */
    void onZoneEvent();

    /** Whether the answer to the claim that was just executed makes no sense. */
    boolean garblesClaim();
  }

  /** An open link. */
  SimulatedLink(SimulatedRedis redis, int server, LinkIdentity identity, Listener listener) {
    this.redis = redis;
    this.server = server;
    this.identity = identity;
    this.listener = listener;
    behind = redis.memory().openLink(identity).join();
    generation = redis.generation();
    redis.trace().add(TraceEvent.LINK_OPENED, server, identity.linkNumber(), 0, 0);
  }

  LinkIdentity identity() {
    return identity;
  }

  SimulatedRedis redis() {
    return redis;
  }

  // ---- faults

  /** Nothing arrives before, and no answer comes back before. */
  void stall(long commandsUntilMs, long repliesUntilMs) {
    commandsStallUntilMs = Math.max(commandsStallUntilMs, commandsUntilMs);
    repliesStallUntilMs = Math.max(repliesStallUntilMs, repliesUntilMs);
  }

  /** The next answer makes no sense, though its command was executed. */
  void garbleNext() {
    garblesNext = true;
  }

  /** Ends all stalls: what waits arrives now. */
  void heal() {
    garblesNext = false;
    commandsStallUntilMs = 0;
    repliesStallUntilMs = 0;
    newestArrivalMs = redis.nowMs();
    newestReplyMs = redis.nowMs();
    for (int i = 0; i < commands.size(); i++) {
      redis.at(redis.nowMs(), this::arrive);
    }
    for (int i = 0; i < replies.size(); i++) {
      redis.at(redis.nowMs(), this::arriveBack);
    }
  }

  /**
   * Cuts it.
   *
   * @param lateMs when late commands are executed
   */
  void cut(Cut how, long lateMs) {
    switch (how) {
      case BEFORE -> {
        isSevered = true;
        end();
      }
      case AFTER -> end();
      case LATE -> {
        stall(redis.nowMs() + lateMs, 0);
        end();
      }
      case HALF_OPEN -> isSevered = true;
    }
  }

  /** Both ends know: answers that are missing will never come. */
  private void end() {
    isOpen = false;
    replies.clear();
    StoreException gone = SimulatedRedis.unavailable("the connection broke");
    for (CompletableFuture<?> reply : List.copyOf(unanswered)) {
      reply.completeExceptionally(gone);
    }
    unanswered.clear();
  }

  // ---- the wire

  private <T> CompletableFuture<T> send(
      Function<StoreLink, CompletableFuture<T>> command, Consumer<T> onExecuted) {
    CompletableFuture<T> reply = new CompletableFuture<>();
    if (!isOpen()) {
      reply.completeExceptionally(SimulatedRedis.unavailable("the link is closed"));
      return reply;
    }
    unanswered.addLast(reply);
    commands.addLast(() -> execute(command, onExecuted, reply));
    newestArrivalMs = Math.max(newestArrivalMs, redis.nowMs() + redis.latencyMs());
    redis.at(newestArrivalMs, this::arrive);
    return reply;
  }

  private void arrive() {
    if (redis.nowMs() < commandsStallUntilMs) {
      redis.at(commandsStallUntilMs, this::arrive);
      return;
    }
    Runnable command = commands.pollFirst();
    if (command != null) {
      command.run();
    }
  }

  private <T> void execute(
      Function<StoreLink, CompletableFuture<T>> command,
      Consumer<T> onExecuted,
      CompletableFuture<T> reply) {
    if (isSevered || generation != redis.generation()) {
      return;
    }
    StoreException refusal = redis.refusal();
    if (refusal != null) {
      redis.trace().add(TraceEvent.REFUSED, server, identity.linkNumber(), 0, 0);
      answer(() -> reply.completeExceptionally(refusal));
      return;
    }
    CompletableFuture<T> executed = redis.execute(identity, behind, command);
    if (executed.isCompletedExceptionally()) {
      redis.trace().add(TraceEvent.REFUSED, server, identity.linkNumber(), 1, 0);
      StoreException failure = failure(executed);
      answer(() -> reply.completeExceptionally(failure));
    } else {
      T result = executed.join();
      onExecuted.accept(result);
      if (garblesNext) {
        garblesNext = false;
        redis.trace().add(TraceEvent.GARBLED, server, identity.linkNumber(), 0, 0);
        answer(
            () ->
                reply.completeExceptionally(
                    new StoreException(StoreException.Reason.BROKEN, "an answer without sense")));
      } else {
        answer(() -> reply.complete(result));
      }
    }
  }

  private static StoreException failure(CompletableFuture<?> executed) {
    try {
      executed.join();
      throw new IllegalStateException("it has not failed");
    } catch (java.util.concurrent.CompletionException e) {
      return StoreException.of(e);
    }
  }

  private void answer(Runnable completion) {
    if (!isOpen) {
      return;
    }
    replies.addLast(
        () -> {
          unanswered.pollFirst(); // answers come in order
          completion.run();
        });
    newestReplyMs = Math.max(newestReplyMs, redis.nowMs() + redis.latencyMs());
    redis.at(newestReplyMs, this::arriveBack);
  }

  private void arriveBack() {
    if (redis.nowMs() < repliesStallUntilMs) {
      redis.at(repliesStallUntilMs, this::arriveBack);
      return;
    }
    Runnable reply = isSevered ? null : replies.pollFirst();
    if (reply != null) {
      reply.run();
    }
  }

  // ---- commands

  @Override
  public CompletableFuture<ResumeReply> resume(
      List<Holding> holdings, List<ZoneHolding> zones, long leaseMs) {
    listener.onWrite();
    return send(
        link -> link.resume(holdings, zones, leaseMs),
        reply -> {
          redis
              .trace()
              .add(
                  TraceEvent.RESUME,
                  server,
                  identity.linkNumber(),
                  reply.outcome().ordinal(),
                  reply.differing().size());
          if (reply.outcome() == ResumeReply.Outcome.RESUMED) {
            redis.monitor().onResumed(identity, leaseMs);
          }
        });
  }

  /** A command that only the newest link may have executed. */
  private <T> CompletableFuture<T> fenced(
      Function<StoreLink, CompletableFuture<T>> command, Consumer<T> onExecuted) {
    return send(
        command,
        reply -> {
          redis.monitor().onExecuted(identity);
          onExecuted.accept(reply);
        });
  }

  @Override
  public CompletableFuture<ClaimReply> claim(String key, int newestSchemaVersion) {
    long playerId = Keys.idOf(key);
    return fenced(
        link -> link.claim(key, newestSchemaVersion),
        reply -> {
          garblesNext |= listener.garblesClaim();
          redis.monitor().onClaim(identity, playerId, reply);
          redis
              .trace()
              .add(
                  TraceEvent.CLAIM,
                  server,
                  playerId,
                  reply.outcome().ordinal(),
                  redis.monitor().epochOf(playerId));
        });
  }

  @Override
  public CompletableFuture<List<RowVerdict>> save(List<RowWrite> rows) {
    rows.forEach(row -> redis.monitor().onSent(identity, row));
    listener.onWrite();
    return fenced(
        link -> link.save(rows),
        verdicts -> {
          for (int i = 0; i < rows.size(); i++) {
            trace(TraceEvent.SAVE, rows.get(i), verdicts.get(i));
            redis.monitor().onSave(identity, rows.get(i), verdicts.get(i));
          }
        });
  }

  private void trace(TraceEvent event, RowWrite row, RowVerdict verdict) {
    redis
        .trace()
        .add(
            event,
            server,
            Keys.idOf(row.key()),
            verdict.ordinal(),
            redis.monitor().versionIn(row.record()));
  }

  @Override
  public CompletableFuture<List<CommitReply>> commitAll(List<CommitWrite> commits) {
    for (CommitWrite commit : commits) {
      redis.monitor().onSent(identity, commit.commitId());
      commit.rows().forEach(row -> redis.monitor().onSent(identity, row));
    }
    listener.onWrite();
    // A real Redis that runs beside gets them as one call, as it would from a server.
    return fenced(
        link -> link == behind ? commitEach(commits) : link.commitAll(commits), replies -> {});
  }

  /** In one go, as the script does it; but the rules are looked at after each of them. */
  private CompletableFuture<List<CommitReply>> commitEach(List<CommitWrite> commits) {
    List<CommitReply> replies = new ArrayList<>();
    for (CommitWrite commit : commits) {
      CompletableFuture<List<CommitReply>> executed = behind.commitAll(List.of(commit));
      if (executed.isCompletedExceptionally()) {
        return executed;
      }
      CommitReply reply = executed.join().get(0);
      onCommitted(commit, reply);
      replies.add(reply);
    }
    return CompletableFuture.completedFuture(replies);
  }

  private void onCommitted(CommitWrite commit, CommitReply reply) {
    redis
        .trace()
        .add(
            TraceEvent.COMMIT, server, commit.commitId(), reply.outcome().ordinal(), commit.kind());
    if (reply.outcome() == CommitReply.Outcome.FAILED) {
      return; // it wrote nothing, and its answer names no rows
    }
    for (int i = 0; i < commit.rows().size(); i++) {
      trace(TraceEvent.COMMIT_ROW, commit.rows().get(i), reply.rows().get(i));
    }
    traceZone(commit.zone(), reply);
    redis.monitor().onCommit(identity, commit, reply);
    if (commit.operation() == 0) {
      listener.onZoneEvent();
    }
  }

  private void traceZone(@Nullable ZonePart part, CommitReply reply) {
    if (part != null && reply.zone() != null) {
      redis
          .trace()
          .add(
              TraceEvent.COMMIT_ZONE,
              server,
              reply.zone().verdict().ordinal(),
              reply.zone().changes(),
              part.event());
    }
  }

  @Override
  public CompletableFuture<ZoneReply> claimZone(int zone) {
    return fenced(
        link -> link.claimZone(zone),
        reply -> {
          redis
              .trace()
              .add(TraceEvent.CLAIM_ZONE, server, zone, reply.outcome().ordinal(), reply.epoch());
          redis.monitor().onClaimZone(identity, zone, reply);
        });
  }

  @Override
  public CompletableFuture<RowVerdict> releaseZone(int zone, long epoch) {
    return fenced(
        link -> link.releaseZone(zone, epoch),
        verdict -> {
          redis.trace().add(TraceEvent.RELEASE_ZONE, server, zone, verdict.ordinal(), 0);
          redis.monitor().onReleaseZone(identity, zone, epoch, verdict);
        });
  }

  @Override
  public CompletableFuture<Boolean> askRelease(Incarnation owner, long playerId) {
    return fenced(
        link -> link.askRelease(owner, playerId),
        taken -> {
          redis.trace().add(TraceEvent.ASK_RELEASE, server, playerId, taken ? 1 : 0, 0);
          if (taken) {
            redis.monitor().onAskRelease(owner);
          }
        });
  }

  @Override
  public CompletableFuture<List<Long>> takeReleaseRequests() {
    return fenced(
        StoreLink::takeReleaseRequests,
        asked -> {
          if (!asked.isEmpty()) {
            redis.trace().add(TraceEvent.REQUESTS, server, asked.size(), 0, 0);
          }
        });
  }

  @Override
  public CompletableFuture<Long> reserveIds(int count) {
    return send(
        link -> link.reserveIds(count),
        highest -> {
          redis.trace().add(TraceEvent.RESERVE, server, highest, count, 0);
          listener.onReserved();
        });
  }

  @Override
  public CompletableFuture<RowVerdict> giveBack(String key, long epoch) {
    long playerId = Keys.idOf(key);
    return fenced(
        link -> link.giveBack(key, epoch),
        verdict -> {
          redis.trace().add(TraceEvent.GIVE_BACK, server, playerId, verdict.ordinal(), epoch);
          redis.monitor().onGiveBack(identity, playerId, epoch, verdict);
        });
  }

  @Override
  public CompletableFuture<Boolean> renew(long leaseMs) {
    listener.onWrite();
    return fenced(
        link -> link.renew(leaseMs),
        alive -> {
          redis.trace().add(TraceEvent.RENEW, server, identity.linkNumber(), alive ? 1 : 0, 0);
          redis.monitor().onRenewed(identity, alive, leaseMs);
        });
  }

  @Override
  public CompletableFuture<Boolean> retireLease() {
    return fenced(
        StoreLink::retireLease,
        alive -> {
          redis.trace().add(TraceEvent.RETIRE, server, identity.linkNumber(), 0, 0);
          redis.monitor().onRetired(identity.incarnation());
        });
  }

  /** The store forgets our lease behind our back: what a jump of its clock does. */
  void expireLease() {
    if (generation == redis.generation() && redis.refusal() == null) {
      if (!redis.execute(identity, behind, StoreLink::retireLease).isCompletedExceptionally()) {
        redis.monitor().onRetired(identity.incarnation());
      }
    }
  }

  @Override
  public boolean isOpen() {
    // Half open, it hears nothing of the end of the store either.
    if (isOpen && !isSevered && generation != redis.generation()) {
      end();
    }
    return isOpen;
  }

  /** What was sent before may still arrive. */
  @Override
  public void close() {
    if (isOpen) {
      end();
    }
  }
}
