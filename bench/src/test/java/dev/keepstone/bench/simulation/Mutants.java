package dev.keepstone.bench.simulation;

import dev.keepstone.bench.simulation.SimulationOptions.Armed;
import java.util.List;

/** All broken variants, in the order of docs/reliability.md. */
final class Mutants {
  private static final String MEMORY_LINK = "persistence.store.memory.MemoryLink";
  private static final String MEMORY_STORE = "persistence.store.memory.MemoryStore";
  private static final String GROUND = "persistence.store.memory.ZoneGround";
  private static final String ROW_CHECK = "persistence.script.RowCheck";
  private static final String VAULT = "persistence.vault.";
  private static final String TRANSFER = "ecs.transfer.";

  private Mutants() {}

  /** Caught within a few seeds: what every build runs. */
  static List<Mutant> quick() {
    return List.of(
        noVersionCheck(),
        earlyAcknowledgement(),
        groundNotInCommit(),
        noOperationIds(),
        finalSaveSkipped());
  }

  static List<Mutant> all() {
    return List.of(
        noFence(),
        noVersionCheck(),
        new Mutant("re-claim without reload")
            .advise("persistence.validation.LoadCheck", "judge", Advices.NoReload.class),
        earlyAcknowledgement(),
        new Mutant("boolean dirty flag")
            .advise("ecs.session.PlayerSaves", "settle", Advices.BooleanDirty.class)
            .armedWith(Armed.CALM_CRASHES),
        new Mutant("timeout taken as failure")
            .advise(TRANSFER + "Commits", "giveUp", Advices.GiveUpAsFailed.class),
        new Mutant("refused commit, trades too, stays in memory")
            .drop(TRANSFER + "Commits", "settle", "reload"),
        groundNotInCommit(),
        new Mutant("rows of a commit judged alone")
            .swap(MEMORY_LINK, "commitOne", "allMatch", "anyMatch")
            .advise(MEMORY_LINK, "writeRow", Advices.WriteGoodRowsOnly.class)
            .armedWith(Armed.TAKEN_BY_FORCE),
        new Mutant("resent out of order")
            .swap(VAULT + "Unsettled", "sendAgain", "iterator", "descendingIterator"),
        new Mutant("resent with fresh content")
            .advise(VAULT + "SaveCommand", "ask", Advices.FreshContent.class),
        noOperationIds(),
        new Mutant("lease read, then claim")
            .redirect(MEMORY_LINK, "lambda$claim$", "isLeaseAlive", "isLeaseAliveStale")
            .advise(MEMORY_STORE, "setLease", Advices.NoteLease.class)
            .armedWith(Armed.TAKEN_BY_FORCE),
        new Mutant("load and claim apart")
            .advise(VAULT + "ClaimCommand", "ask", Advices.LoadApart.class)
            .armedWith(Armed.TAKEN_BY_FORCE),
        new Mutant("release before save")
            .advise(VAULT + "SaveCommand", "ask", Advices.ReleaseFirst.class),
        new Mutant("deadline from the reply")
            .advise(VAULT + "VaultLink", "renewing", Advices.DeadlineFromRenewal.class)
            .advise(VAULT + "VaultLink", "resumed", Advices.DeadlineFromResume.class)
            .armedWith(Armed.PAUSE_AFTER_SEND),
        new Mutant("refused told as failed")
            .advise(TRANSFER + "Commits", "settle", Advices.TellFailed.class),
        new Mutant("save and release as two commands")
            .advise(VAULT + "SaveCommand", "ask", Advices.SaveThenRelease.class),
        new Mutant("leaderboard by increments")
            .advise(MEMORY_STORE, "post", Advices.Increments.class),
        new Mutant("migration that stamps a newer record")
            .drop(MEMORY_LINK, "lambda$claim$", "schemaVersion"),
        new Mutant("id counter that restarts at 1")
            .advise(VAULT + "WorldPublisher", "idsReserved", Advices.IdsFromOne.class),
        idsUsedAtOnce(),
        new Mutant("ids used while a sync is pending")
            .advise("persistence.store.LogSync", "pending", Advices.No.class)
            .armedWith(Armed.STORE_GOES_BACK),
        finalSaveSkipped(),
        batchReplyIgnored(),
        new Mutant("only the last link fenced")
            .advise(MEMORY_LINK, "resume", Advices.NoteLink.class)
            .redirect(MEMORY_LINK, "lambda$fenced$", "linkNumber", "linkNumberUnlessOlder")
            .armedWith(Armed.LATE_COMMANDS),
        new Mutant("ghost owner that never releases")
            .drop(VAULT + "ReleaseRequests", "onAsked", "claimToGiveBack")
            .armedWith(Armed.LOST_ANSWERS),
        new Mutant("zone check left out")
            .advise(MEMORY_LINK, "judge", 2, Advices.NoZoneCheck.class)
            .armedWith(Armed.TAKEN_BY_FORCE),
        new Mutant("event numbers left out")
            .advise(MEMORY_LINK, "judge", 2, Advices.NoEventNumbers.class)
            .armedWith(Armed.LOST_ANSWERS),
        new Mutant("undo by verdict, not by what the reply says")
            .drop(TRANSFER + "Zone", "settle", "contains")
            .armedWith(Armed.TAKEN_BY_FORCE, Armed.LATE_COMMANDS),
        new Mutant("ground read apart from the claim")
            .advise(VAULT + "ZoneClaimCommand", "ask", Advices.ReadApart.class)
            .armedWith(Armed.TAKEN_BY_FORCE),
        new Mutant("counts applied despite DONE")
            .advise(MEMORY_LINK, "commitOne", Advices.CountsDespiteDone.class),
        new Mutant("no lock on the ground").advise(TRANSFER + "Zone", "lock", Advices.NoLock.class),
        new Mutant("neither zone check nor existence check")
            .advise(MEMORY_LINK, "judge", 2, Advices.NoZoneCheck.class)
            .advise(GROUND, "judge", Advices.NoExistenceCheck.class)
            .armedWith(Armed.TAKEN_BY_FORCE),
        new Mutant("neither lock nor existence check")
            .advise(TRANSFER + "Zone", "lock", Advices.NoLock.class)
            .advise(GROUND, "judge", Advices.NoExistenceCheck.class),
        new Mutant("no link fence")
            .advise(MEMORY_LINK, "resume", Advices.NoteLink.class)
            .redirect(MEMORY_LINK, "lambda$fenced$", "linkNumber", "linkNumberOfNewest")
            .armedWith(Armed.LATE_COMMANDS),
        new Mutant("neither epoch nor link fence")
            .advise(ROW_CHECK, "judge", Advices.NoFence.class)
            .advise(MEMORY_LINK, "resume", Advices.NoteLink.class)
            .redirect(MEMORY_LINK, "lambda$fenced$", "linkNumber", "linkNumberOfNewest")
            .armedWith(Armed.TAKEN_BY_FORCE, Armed.LATE_COMMANDS),
        new Mutant("neither fence nor lock, taken by force")
            .advise(ROW_CHECK, "judge", Advices.NoFence.class)
            .advise(TRANSFER + "Zone", "lock", Advices.NoLock.class)
            .armedWith(Armed.TAKEN_BY_FORCE));
  }

  private static Mutant noFence() {
    return new Mutant("no fence")
        .advise(ROW_CHECK, "judge", Advices.NoFence.class)
        .armedWith(Armed.TAKEN_BY_FORCE);
  }

  private static Mutant noVersionCheck() {
    return new Mutant("no version check").advise(ROW_CHECK, "judge", Advices.NoVersions.class);
  }

  private static Mutant earlyAcknowledgement() {
    return new Mutant("early acknowledgement")
        .swap(TRANSFER + "Commits", "tellSaving", "saving", "saved");
  }

  private static Mutant groundNotInCommit() {
    return new Mutant("ground not in the commit").drop(MEMORY_LINK, "write", "apply");
  }

  private static Mutant noOperationIds() {
    return new Mutant("no operation ids")
        .advise(TRANSFER + "OperationQueue", "isNew", Advices.Yes.class);
  }

  private static Mutant idsUsedAtOnce() {
    return new Mutant("ids used before they are on disk")
        .advise("persistence.store.LogSync", "always", Advices.Yes.class)
        .armedWith(Armed.STORE_GOES_BACK);
  }

  private static Mutant batchReplyIgnored() {
    return new Mutant("batch reply ignored")
        .advise(VAULT + "Rows", "onVerdict", Advices.IgnoreVerdict.class)
        .armedWith(Armed.TAKEN_BY_FORCE);
  }

  private static Mutant finalSaveSkipped() {
    return new Mutant("final save skipped on logout")
        .advise(VAULT + "SaveCommand", "ask", Advices.ReleaseOnly.class);
  }
}
