package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.BoardTotals;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import dev.keepstone.persistence.store.ZoneVerdict;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Code that goes into methods of production classes, one class a mutation. */
@SuppressWarnings("UnusedVariable") // what advice assigns is read by the method that it goes into
final class Advices {
  private Advices() {}

  /** RowCheck.judge: whoever writes may write. */
  static final class NoFence {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) Fence stored,
        @Advice.Argument(1) Fence written,
        @Advice.Return(readOnly = false) RowVerdict verdict) {
      verdict =
          written.version() <= stored.version()
              ? RowVerdict.DONE
              : written.version() > stored.version() + 1 ? RowVerdict.GAP : RowVerdict.OK;
    }
  }

  /** RowCheck.judge: any version goes. */
  static final class NoVersions {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) Fence stored,
        @Advice.Argument(1) Fence written,
        @Advice.Return(readOnly = false) RowVerdict verdict) {
      verdict =
          stored.owner().equals(written.owner()) && stored.epoch() == written.epoch()
              ? RowVerdict.OK
              : RowVerdict.LOST;
    }
  }

  /** LoadCheck.judge: what was loaded once is good for ever. */
  static final class NoReload {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.This Object check,
        @Advice.Argument(1) long playerId,
        @Advice.Argument(value = 0, readOnly = false) byte[] stored) {
      stored = Mutations.firstLoaded(check, playerId, stored);
    }
  }

  /** PlayerSaves.settle: a save cleans the row, whatever has happened since. */
  static final class BooleanDirty {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) Chunk chunk,
        @Advice.Argument(1) int row,
        @Advice.Return boolean settled) {
      if (settled) {
        chunk.dirty().clearPersistence(row);
        chunk.column(Columns.DIRTY_SINCE_TICK)[row] = 0;
      }
    }
  }

  /** Commits.giveUp of the world: what is not known after 3 s is told to have failed. */
  static final class GiveUpAsFailed {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.FieldValue("publisher") Object publisher, @Advice.Argument(0) Object commit) {
      for (Object row : (Iterable<?>) Mutations.field(commit, "rows")) {
        Mutations.tellFailed(publisher, row);
      }
    }
  }

  /** For methods that answer whether: yes. */
  static final class Yes {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean answer) {
      answer = true;
    }
  }

  /** For methods that answer whether: no. */
  static final class No {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean answer) {
      answer = false;
    }
  }

  /** Rows.onVerdict: whatever the store says, it is written. */
  static final class IgnoreVerdict {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 1, readOnly = false) RowVerdict verdict) {
      verdict = RowVerdict.OK;
    }
  }

  /** WorldPublisher.idsReserved: counting begins anew with each run. */
  static final class IdsFromOne {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) long first) {
      first = 1;
    }
  }

  /** MemoryStore.post. */
  static final class Increments {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This Object store, @Advice.Argument(0) BoardTotals totals) {
      Mutations.postByIncrements(store, totals);
      return true;
    }
  }

  /** MemoryStore.setLease. */
  static final class NoteLease {
    @Advice.OnMethodEnter
    static void enter(@Advice.This MemoryStore store, @Advice.Argument(0) String key) {
      Mutations.onLeaseSet(store, key);
    }
  }

  /** MemoryLink.resume. */
  static final class NoteLink {
    @Advice.OnMethodEnter
    static void enter(@Advice.FieldValue("identity") LinkIdentity identity) {
      Mutations.onLinkResumed(identity);
    }
  }

  /** MemoryLink.write of one row. */
  static final class WriteGoodRowsOnly {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This Object link, @Advice.Argument(0) RowWrite row) {
      return Mutations.isRefused(link, row);
    }
  }

  /** MemoryLink.judge of a zone: who has it doesn't matter. */
  static final class NoZoneCheck {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object link,
        @Advice.Argument(0) ZonePart part,
        @Advice.Argument(1) boolean areRowsOk,
        @Advice.Return(readOnly = false) ZoneVerdict verdict) {
      if (verdict == ZoneVerdict.LOST || verdict == ZoneVerdict.BEHIND) {
        verdict = Mutations.judgeGroundOnly(link, part, areRowsOk);
      }
    }
  }

  /** MemoryLink.judge of a zone: events have no numbers. */
  static final class NoEventNumbers {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object link,
        @Advice.Argument(0) ZonePart part,
        @Advice.Argument(1) boolean areRowsOk,
        @Advice.Return(readOnly = false) ZoneVerdict verdict) {
      if (verdict == ZoneVerdict.DONE || verdict == ZoneVerdict.GAP) {
        verdict = Mutations.judgeGroundOnly(link, part, areRowsOk);
      }
    }
  }

  /** ZoneGround.judge: nothing is looked up. */
  static final class NoExistenceCheck {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) ZoneVerdict verdict) {
      verdict = ZoneVerdict.OK;
    }
  }

  /** MemoryLink.commitOne. */
  static final class CountsDespiteDone {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object link,
        @Advice.Argument(0) CommitWrite commit,
        @Advice.Return CommitReply reply) {
      Mutations.applyCounts(link, commit, reply);
    }
  }

  /** SaveCommand.ask. */
  static final class FreshContent {
    @Advice.OnMethodEnter
    static void enter(@Advice.FieldValue("writes") List<RowWrite> writes) {
      Mutations.refresh(writes);
    }
  }

  /** SaveCommand.ask. */
  static final class ReleaseFirst {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.Argument(0) StoreLink link, @Advice.FieldValue("writes") List<RowWrite> writes) {
      Mutations.releaseFirst(link, writes);
    }
  }

  /** SaveCommand.ask. */
  static final class SaveThenRelease {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static @Nullable CompletableFuture<List<RowVerdict>> enter(
        @Advice.Argument(0) StoreLink link, @Advice.FieldValue("writes") List<RowWrite> writes) {
      return Mutations.saveThenRelease(link, writes);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter @Nullable CompletableFuture<List<RowVerdict>> instead,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
            CompletableFuture<List<RowVerdict>> reply) {
      if (instead != null) {
        reply = instead;
      }
    }
  }

  /** SaveCommand.ask. */
  static final class ReleaseOnly {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static @Nullable CompletableFuture<List<RowVerdict>> enter(
        @Advice.Argument(0) StoreLink link, @Advice.FieldValue("writes") List<RowWrite> writes) {
      return Mutations.releaseOnly(link, writes);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter @Nullable CompletableFuture<List<RowVerdict>> instead,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
            CompletableFuture<List<RowVerdict>> reply) {
      if (instead != null) {
        reply = instead;
      }
    }
  }

  /** ClaimCommand.ask: the record is read before it is claimed. */
  static final class LoadApart {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static CompletableFuture<ClaimReply> enter(
        @Advice.This Object command, @Advice.Argument(0) StoreLink link) {
      return Mutations.loadApart(
          link, (String) Mutations.field(Mutations.field(command, "record"), "key"));
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter CompletableFuture<ClaimReply> instead,
        @Advice.Return(readOnly = false) CompletableFuture<ClaimReply> reply) {
      reply = instead;
    }
  }

  /** ZoneClaimCommand.ask: what lies there is read before the zone is claimed. */
  static final class ReadApart {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static CompletableFuture<ZoneReply> enter(
        @Advice.This Object command, @Advice.Argument(0) StoreLink link) {
      return Mutations.readApart(
          link, (int) Mutations.field(Mutations.field(command, "zone"), "zone"));
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter CompletableFuture<ZoneReply> instead,
        @Advice.Return(readOnly = false) CompletableFuture<ZoneReply> reply) {
      reply = instead;
    }
  }

  /** VaultLink.renewing: the lease counts from when its answer came. */
  static final class DeadlineFromRenewal {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.Argument(0) long nowNs,
        @Advice.FieldValue(value = "stepSentNs", readOnly = false) long sentNs) {
      sentNs = nowNs;
    }
  }

  /** VaultLink.resumed: the same for a resume. */
  static final class DeadlineFromResume {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.Argument(1) long nowNs,
        @Advice.FieldValue(value = "stepSentNs", readOnly = false) long sentNs) {
      sentNs = nowNs;
    }
  }

  /** Commits.settle of the world: who was refused is told so. */
  static final class TellFailed {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.FieldValue("publisher") Object publisher,
        @Advice.Argument(1) Object row,
        @Advice.Argument(2) boolean durable) {
      if (!durable) {
        Mutations.tellFailed(publisher, row);
      }
    }
  }

  /** Zone.lock: what is being taken can be taken by others. */
  static final class NoLock {
    @Advice.OnMethodExit
    static void exit(@Advice.This Object zone, @Advice.Argument(0) Object commit) {
      Mutations.unlock(zone, commit);
    }
  }
}
