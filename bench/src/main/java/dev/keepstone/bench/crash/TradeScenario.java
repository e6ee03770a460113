package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.proxy.Fault;
import dev.keepstone.bench.proxy.FaultKind;
import dev.keepstone.bench.proxy.FaultProxy;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.persistence.inspect.PlayerInspector;
import dev.keepstone.persistence.inspect.PlayerView;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.maintenance.LedgerAudit;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * A gives B a sword, B logs out, and the server is killed at one step of it after the other. The
 * fault proxy between server and Redis says when a command has arrived or was executed, so that the
 * kill comes exactly there. After each, both records, the ledger and what the players were told are
 * compared. One thread; the kill is on one of the proxy's.
 */
final class TradeScenario implements AutoCloseable {
  private static final long LOOK_EVERY_NS = 1_000_000_000L;
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(60);
  private static final int SWORD = 31;

  private final RunFolder folder;
  private final OwnRedis redis;
  private final FaultProxy proxy;
  private final ServerRig server;
  private final Findings findings = new Findings();
  private final List<String> lines = new ArrayList<>();

  TradeScenario(RunFolder folder) {
    this.folder = folder;
    redis = OwnRedis.start(folder.file("store"));
    proxy = FaultProxy.start("127.0.0.1", 0, redis.uri());
    server =
        new ServerRig(
            folder,
            List.of("keepstone.ecs.flush-window-ticks = 600"),
            "redis://127.0.0.1:" + proxy.port());
  }

  /** What was found at each step, for a person. */
  List<String> lines() {
    return lines;
  }

  Findings findings() {
    return findings;
  }

  /** Kills at each of these steps, in this order. */
  void run(List<TradeStep> steps, CrashRun.Progress progress) {
    server.start();
    server.awaitReady();
    try (ClientDriver driver = new ClientDriver();
        Trader ann = new Trader("ann", driver, server);
        Trader bob = new Trader("bob", driver, server)) {
      enter(ann, bob);
      new Benefactor(server, driver).give(List.of(ann.name(), bob.name()));
      int done = 0;
      for (TradeStep step : steps) {
        boolean annHasIt = swordsOf(ann.name()) > 0;
        Trader from = annHasIt ? ann : bob;
        Trader to = annHasIt ? bob : ann;
        play(step, from, to);
        server.process().awaitExit(Duration.ofSeconds(10));
        proxy.plan().clear();
        judge(step, from, to);
        server.start();
        server.awaitReady();
        enter(ann, bob);
        progress.show("trading", ++done, steps.size());
      }
    }
    server.stop();
    audit("after the last stop");
  }

  private void enter(Trader... traders) {
    for (Trader trader : traders) {
      trader.connect();
    }
    // All at the same time: the first may be cut again while the next one still comes in.
    await(
        "all are in",
        () -> {
          boolean allAreIn = true;
          for (Trader trader : traders) {
            if (trader.isClosed()) {
              trader.connect();
            }
            allAreIn &= trader.isIn();
          }
          return allAreIn;
        },
        traders);
  }

  /** Up to the step, and the kill. */
  private void play(TradeStep step, Trader from, Trader to) {
    negotiate(from, to);
    FaultKind fault = step.fault();
    if (fault != null && !step.isDuringLogout()) {
      arm(step, fault);
    }
    from.confirm();
    to.confirm();
    if (step == TradeStep.CONFIRMED) {
      // The frames are out, and no more is known.
      from.poll();
      to.poll();
      server.process().kill();
      return;
    }
    if (!step.isDuringLogout() && fault != null) {
      awaitDeath(step, from, to);
      return;
    }
    await("the trade is saved", () -> from.isSaved() && to.isSaved(), from, to);
    if (step == TradeStep.ACKNOWLEDGED) {
      server.process().kill();
      return;
    }
    if (fault != null) {
      arm(step, fault);
    }
    to.leave();
    if (fault != null) {
      awaitDeath(step, from, to);
    } else {
      await("he leaves", to::hasLeft, from, to);
      server.process().kill();
    }
  }

  private void arm(TradeStep step, FaultKind fault) {
    proxy
        .plan()
        .set(Fault.once(fault, step.command(), 1, Duration.ZERO, () -> server.process().kill()));
  }

  private void awaitDeath(TradeStep step, Trader... traders) {
    await("the kill: " + step.text(), () -> !server.process().isAlive(), traders);
  }

  private void negotiate(Trader from, Trader to) {
    long[] nextLookNs = {System.nanoTime()};
    await(
        from.name() + " sees " + to.name(),
        () -> {
          if (System.nanoTime() - nextLookNs[0] >= 0) {
            nextLookNs[0] += LOOK_EVERY_NS;
            from.look();
          }
          return from.entityOf(to.name()) != 0;
        },
        from,
        to);
    from.request(from.entityOf(to.name()));
    await("the request arrives", () -> to.isAt(TradeStage.REQUESTED), from, to);
    to.accept();
    await("the trade opens", () -> from.isAt(TradeStage.OPEN), from, to);
    if (!from.offer(SWORD)) {
      throw new LoadException(from.name() + " has no sword to give");
    }
    await("the offer arrives", () -> to.seesAnOffer() && from.seesAnOffer(), from, to);
  }

  private void await(String what, BooleanSupplier condition, Trader... traders) {
    boolean came =
        Pauses.until(
            () -> {
              for (Trader trader : traders) {
                trader.poll();
              }
              return condition.getAsBoolean();
            },
            STEP_TIMEOUT);
    if (!came) {
      throw new LoadException(
          "the scenario is stuck: waiting until " + what + "; see " + folder.root());
    }
  }

  private void judge(TradeStep step, Trader from, Trader to) {
    int before = findings.evidence().size();
    boolean acknowledged = from.isSaved() || to.isSaved();
    long swordsFrom = swordsOf(from.name());
    long swordsTo = swordsOf(to.name());
    String stored =
        String.format(
            Locale.ROOT,
            "%s: %s has %d, %s has %d, acknowledged=%b",
            step.text(),
            from.name(),
            swordsFrom,
            to.name(),
            swordsTo,
            acknowledged);
    if (swordsFrom + swordsTo > 1) {
      findings.doubled(stored);
    }
    if (swordsFrom + swordsTo < 1) {
      findings.lost(stored);
    }
    if (swordsTo == 0 && (acknowledged || step.mustBeDone())) {
      findings.lost("done and not stored: " + stored);
    }
    if (swordsTo == 1 && step.mustNotBeDone()) {
      findings.doubled("never arrived and yet done: " + stored);
    }
    audit(step.text());
    lines.add((findings.evidence().size() == before ? "ok           " : "WRONG        ") + stored);
  }

  private long swordsOf(String name) {
    try (Store store = redis.open(server.config())) {
      PlayerView view = Answers.await(new PlayerInspector(store).inspect(name));
      PlayerRecord player = view.player();
      if (player == null) {
        findings.lost("the record of " + name + " can't be read");
        return 0;
      }
      long swords = 0;
      for (ItemSlots slots :
          List.of(player.state.inventory, player.state.equipment, player.state.bank)) {
        for (int slot = 0; slot < slots.size(); slot++) {
          swords += slots.kind(slot) == SWORD ? slots.count(slot) : 0;
        }
      }
      return swords;
    }
  }

  private void audit(String when) {
    try (Store store = redis.open(server.config())) {
      LedgerAudit.Report report = new LedgerAudit(store).run(records -> {});
      findings.audited(report.holders(), report.moving());
      report.faults().forEach(fault -> findings.doubled(when + ": " + fault));
      report.unreadable().forEach(key -> findings.lost(when + ": can't be read: " + key));
    }
  }

  @Override
  public void close() {
    server.close();
    proxy.close();
    redis.close();
  }
}
