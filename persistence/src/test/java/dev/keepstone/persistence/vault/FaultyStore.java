package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.RegisterOutcome;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import dev.keepstone.persistence.store.StoreLink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

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
  boolean isSilentOnResume;
  final List<List<RowWrite>> saves = new ArrayList<>();
  final List<String> commands = new ArrayList<>();
  int links;
  private boolean isCut;

  FaultyStore(Store behind) {
    this.behind = behind;
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
    return behind.load(key);
  }

  @Override
  public CompletableFuture<RegisterOutcome> register(
      String accountKey, byte[] account, String playerKey, byte[] player) {
    return behind.register(accountKey, account, playerKey, player);
  }

  @Override
  public CompletableFuture<Long> reserve(String counterKey, int count) {
    return behind.reserve(counterKey, count);
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

    private <T> CompletableFuture<T> run(String name, Supplier<CompletableFuture<T>> command) {
      commands.add(name);
      return switch (fault) {
        case NONE -> command.get();
        case LOSE_REPLY -> {
          command.get().join();
          yield new CompletableFuture<>();
        }
        case LOSE_COMMAND -> new CompletableFuture<>();
        case DELAY -> {
          CompletableFuture<T> reply = new CompletableFuture<>();
          delayed.add(() -> execute(command, reply));
          yield reply;
        }
        case BREAK -> CompletableFuture.failedFuture(new StoreException(Reason.BROKEN, "ERR"));
      };
    }

    private <T> void execute(Supplier<CompletableFuture<T>> command, CompletableFuture<T> reply) {
      try {
        reply.complete(command.get().join());
      } catch (CompletionException e) {
        reply.completeExceptionally(e);
      }
    }

    @Override
    public CompletableFuture<ResumeReply> resume(List<Holding> holdings, long leaseMs) {
      commands.add("resume");
      return isSilentOnResume ? new CompletableFuture<>() : link.resume(holdings, leaseMs);
    }

    @Override
    public CompletableFuture<ClaimReply> claim(String key, int newestSchemaVersion) {
      return run("claim", () -> link.claim(key, newestSchemaVersion));
    }

    @Override
    public CompletableFuture<List<RowVerdict>> save(List<RowWrite> rows) {
      saves.add(List.copyOf(rows));
      return run("save", () -> link.save(rows));
    }

    @Override
    public CompletableFuture<RowVerdict> giveBack(String key, long epoch) {
      return run("giveBack", () -> link.giveBack(key, epoch));
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
