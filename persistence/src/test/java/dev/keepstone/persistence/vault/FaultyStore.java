package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardEntry;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.KeySlice;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.LogSync;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.store.RegisterOutcome;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneContents;
import dev.keepstone.persistence.store.ZoneHolding;
import dev.keepstone.persistence.store.ZoneReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store whose link misbehaves on order: commands that are never executed, replies that never
 * come, links that break. Everything that is executed goes to the store behind it.
 */
final class FaultyStore implements Store {
  /** What happens to the commands of links, save for resume. */
  enum Fault {
    NONE,
    /** Executed; the reply is lost. */
    LOSE_REPLY,
    /** Not executed; no reply comes. */
    LOSE_COMMAND,
    /** Executed only when the test says so, whatever became of the link. */
    DELAY,
    /** Answered with an error that makes no sense. */
    BREAK
  }

  private final Store behind;
  private final List<Runnable> delayed = new ArrayList<>();
  Fault fault = Fault.NONE;
  boolean refusesLinks;

  /** With LOSE_REPLY: executed, and answered with an error that makes no sense. */
  boolean breaksAfterwards;

  /** Questions that need no link fail ... */
  boolean refusesReads;

  /** ... or are never answered. */
  boolean isSilentOnReads;

  /** How it stands with its disk; null: as the store behind it. */
  @Nullable LogSync logSync;

  /** How often it was asked that. */
  int looks;

  boolean isSilentOnResume;
  final List<List<RowWrite>> saves = new ArrayList<>();
  final List<CommitWrite> commits = new ArrayList<>();

  /** Sizes of the calls that these came in. */
  final List<Integer> groups = new ArrayList<>();

  /** Operations of a call, by place, that are answered with an error that makes no sense. */
  List<Integer> brokenInGroups = List.of();

  final List<String> commands = new ArrayList<>();
  int links;

  /** What commands of links are answered with, by their names, instead of being executed. */
  final Map<String, CompletableFuture<?>> replies = new HashMap<>();

  private boolean isCut;

  FaultyStore(Store behind) {
    this.behind = behind;
  }

  /** As they are now: a record's array is written again once its row is confirmed. */
  private static List<RowWrite> copies(List<RowWrite> rows) {
    return rows.stream()
        .map(
            row -> {
              byte[] expected = row.expectedHeader();
              return new RowWrite(
                  row.key(),
                  expected == null ? null : expected.clone(),
                  row.record().clone(),
                  row.totals());
            })
        .toList();
  }

  /** The newest link breaks, and says so. */
  void cut() {
    isCut = true;
  }

  /** Executes what was delayed, in order. */
  void executeDelayed() {
    List<Runnable> due = List.copyOf(delayed);
    delayed.clear();
    due.forEach(Runnable::run);
  }

  @Override
  public CompletableFuture<StoreLink> openLink(LinkIdentity identity) {
    if (refusesLinks) {
      return CompletableFuture.failedFuture(new StoreException(Reason.UNAVAILABLE, "refused"));
    }
    isCut = false;
    links++;
    return behind.openLink(identity).thenApply(FaultyLink::new);
  }

  @Override
  public CompletableFuture<Long> takeStartNumber(String serverName) {
    return refusesLinks
        ? CompletableFuture.failedFuture(new StoreException(Reason.UNAVAILABLE, "refused"))
        : behind.takeStartNumber(serverName);
  }

  @Override
  public CompletableFuture<LoadReply> load(String key) {
    return read(() -> behind.load(key));
  }

  @Override
  public CompletableFuture<RegisterOutcome> register(
      String accountKey, byte[] account, String playerKey, byte[] player) {
    return behind.register(accountKey, account, playerKey, player);
  }

  @Override
  public CompletableFuture<RegisterOutcome> addCharacter(NewCharacter character) {
    return behind.addCharacter(character);
  }

  @Override
  public CompletableFuture<Long> reserve(String counterKey, int count) {
    return behind.reserve(counterKey, count);
  }

  @Override
  public CompletableFuture<Void> save(String key, byte[] value) {
    return behind.save(key, value);
  }

  @Override
  public CompletableFuture<Boolean> compareAndSet(
      String key, byte @Nullable [] expected, byte[] value) {
    return behind.compareAndSet(key, expected, value);
  }

  @Override
  public CompletableFuture<Boolean> delete(String key) {
    return behind.delete(key);
  }

  @Override
  public CompletableFuture<Boolean> exists(String key) {
    return behind.exists(key);
  }

  @Override
  public CompletableFuture<KeySlice> keys(String prefix, String cursor) {
    return behind.keys(prefix, cursor);
  }

  @Override
  public CompletableFuture<Boolean> setTtl(String key, long ttlMs) {
    return behind.setTtl(key, ttlMs);
  }

  @Override
  public CompletableFuture<Long> ttlMs(String key) {
    return behind.ttlMs(key);
  }

  @Override
  public CompletableFuture<Boolean> persistNow() {
    return behind.persistNow();
  }

  @Override
  public CompletableFuture<List<LedgerEntry>> readLedger(String afterId, int count) {
    return behind.readLedger(afterId, count);
  }

  @Override
  public CompletableFuture<ZoneContents> readZone(int zone) {
    return behind.readZone(zone);
  }

  @Override
  public CompletableFuture<Long> ledgerLength() {
    return behind.ledgerLength();
  }

  @Override
  public CompletableFuture<Long> trimLedger(String throughId) {
    return behind.trimLedger(throughId);
  }

  @Override
  public CompletableFuture<List<BoardEntry>> readBoard(Board board, int from, int count) {
    return behind.readBoard(board, from, count);
  }

  @Override
  public CompletableFuture<Void> rebuildBoard(Board board, List<BoardEntry> entries) {
    return behind.rebuildBoard(board, entries);
  }

  @Override
  public CompletableFuture<Void> quarantine(long playerId, Quarantined copy, long keepMs) {
    return behind.quarantine(playerId, copy, keepMs);
  }

  @Override
  public CompletableFuture<SortedMap<Long, Long>> quarantined() {
    return behind.quarantined();
  }

  @Override
  public CompletableFuture<@Nullable Quarantined> loadQuarantined(long playerId) {
    return behind.loadQuarantined(playerId);
  }

  @Override
  public CompletableFuture<Boolean> endQuarantine(long playerId) {
    return behind.endQuarantine(playerId);
  }

  @Override
  public CompletableFuture<SortedMap<Long, Incarnation>> online() {
    return behind.online();
  }

  @Override
  public CompletableFuture<Long> repairOnline() {
    return read(behind::repairOnline);
  }

  @Override
  public CompletableFuture<LogSync> logSync() {
    looks += refusesReads ? 0 : 1;
    LogSync stated = logSync;
    return read(
        () -> stated == null ? behind.logSync() : CompletableFuture.completedFuture(stated));
  }

  private <T> CompletableFuture<T> read(Supplier<CompletableFuture<T>> question) {
    if (refusesReads) {
      return CompletableFuture.failedFuture(new StoreException(Reason.UNAVAILABLE, "refused"));
    }
    return isSilentOnReads ? new CompletableFuture<>() : question.get();
  }

  @Override
  public CompletableFuture<StoreDescription> describe() {
    return behind.describe();
  }

  @Override
  public void close() {
    behind.close();
  }

  private final class FaultyLink implements StoreLink {
    private final StoreLink link;

    FaultyLink(StoreLink link) {
      this.link = link;
    }

    @SuppressWarnings("unchecked") // the test knows what the command is answered with
    private <T> @Nullable CompletableFuture<T> stated(String name) {
      return (CompletableFuture<T>) replies.get(name);
    }

    private <T> CompletableFuture<T> run(String name, Supplier<CompletableFuture<T>> command) {
      commands.add(name);
      CompletableFuture<T> stated = stated(name);
      if (stated != null) {
        return stated;
      }
      return switch (fault) {
        case NONE -> command.get();
        case LOSE_REPLY -> {
          command.get().join();
          yield breaksAfterwards ? broken() : new CompletableFuture<>();
        }
        case LOSE_COMMAND -> new CompletableFuture<>();
        case DELAY -> {
          CompletableFuture<T> reply = new CompletableFuture<>();
          delayed.add(() -> execute(command, reply));
          yield reply;
        }
        case BREAK -> broken();
      };
    }

    private <T> CompletableFuture<T> broken() {
      return CompletableFuture.failedFuture(new StoreException(Reason.BROKEN, "ERR"));
    }

    private <T> void execute(Supplier<CompletableFuture<T>> command, CompletableFuture<T> reply) {
      try {
        reply.complete(command.get().join());
      } catch (CompletionException e) {
        reply.completeExceptionally(e);
      }
    }

    @Override
    public CompletableFuture<ResumeReply> resume(
        List<Holding> holdings, List<ZoneHolding> zones, long leaseMs) {
      commands.add("resume");
      CompletableFuture<ResumeReply> stated = stated("resume");
      if (stated != null) {
        return stated;
      }
      return isSilentOnResume ? new CompletableFuture<>() : link.resume(holdings, zones, leaseMs);
    }

    @Override
    public CompletableFuture<ClaimReply> claim(String key, int newestSchemaVersion) {
      return run("claim", () -> link.claim(key, newestSchemaVersion));
    }

    @Override
    public CompletableFuture<List<RowVerdict>> save(List<RowWrite> rows) {
      saves.add(copies(rows));
      return run("save", () -> link.save(rows));
    }

    @Override
    public CompletableFuture<List<CommitReply>> commitAll(List<CommitWrite> group) {
      groups.add(group.size());
      for (CommitWrite commit : group) {
        commits.add(
            new CommitWrite(
                commit.commitId(),
                commit.operation(),
                commit.initiator(),
                commit.kind(),
                copies(commit.rows()),
                commit.ledgerLines(),
                commit.zone()));
      }
      return run("commit", () -> link.commitAll(group).thenApply(this::breakSome));
    }

    private List<CommitReply> breakSome(List<CommitReply> replies) {
      List<CommitReply> broken = new ArrayList<>(replies);
      brokenInGroups.forEach(index -> broken.set(index, CommitReply.failed("ERR")));
      return broken;
    }

    @Override
    public CompletableFuture<ZoneReply> claimZone(int zone) {
      return run("claimZone", () -> link.claimZone(zone));
    }

    @Override
    public CompletableFuture<RowVerdict> releaseZone(int zone, long epoch) {
      return run("releaseZone", () -> link.releaseZone(zone, epoch));
    }

    @Override
    public CompletableFuture<Boolean> askRelease(Incarnation owner, long playerId) {
      return run("askRelease", () -> link.askRelease(owner, playerId));
    }

    @Override
    public CompletableFuture<List<Long>> takeReleaseRequests() {
      return run("takeReleaseRequests", link::takeReleaseRequests);
    }

    @Override
    public CompletableFuture<RowVerdict> giveBack(String key, long epoch) {
      return run("giveBack", () -> link.giveBack(key, epoch));
    }

    @Override
    public CompletableFuture<Long> reserveIds(int count) {
      return run("reserveIds", () -> link.reserveIds(count));
    }

    @Override
    public CompletableFuture<Boolean> renew(long leaseMs) {
      return run("renew", () -> link.renew(leaseMs));
    }

    @Override
    public CompletableFuture<Boolean> retireLease() {
      return run("retire", link::retireLease);
    }

    @Override
    public boolean isOpen() {
      return !isCut && link.isOpen();
    }

    @Override
    public void close() {
      // A closed connection may have commands on their way; the link fence must stop those.
    }
  }
}
