package dev.keepstone.bench.crash;

import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.net.bot.BotLedgerLine;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.maintenance.LedgerAudit;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what was acknowledged with what is stored, while nobody plays. Remembers what it has
 * read of the ledger, so that each check is about what is new. One thread.
 */
final class StoreCheck {
  /** The world's own events, such as a restock, may fall into an audit: then it is made again. */
  private static final int MAX_AUDITS = 8;

  private static final int SLICE = 1_000;
  private static final long BETWEEN_AUDITS_MS = 100;

  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord player = new PlayerRecord();
  private final RecordHeader header = new RecordHeader();
  private final Set<OperationId> posted = new HashSet<>();
  private final Map<Long, Long> versions = new HashMap<>();
  private final boolean mayGoBack;
  private String readTo = LedgerEntry.BEGINNING;

  /**
   * @param mayGoBack whether the store may rightly lose its last second: then what it had before is
   *     no evidence against what it has now
   */
  StoreCheck(boolean mayGoBack) {
    this.mayGoBack = mayGoBack;
  }

  /** Compares all that the tail has read and not settled, and settles it. */
  Findings check(Store store, LedgerTail tail) {
    Findings findings = new Findings();
    if (mayGoBack) {
      posted.clear();
      versions.clear();
      readTo = LedgerEntry.BEGINNING;
    }
    readLedger(store, findings);
    Set<Long> players = new TreeSet<>(tail.newest().keySet());
    Map<Long, List<BotLedgerLine>> savedBy = byPlayer(tail.saved());
    Map<Long, List<BotLedgerLine>> refusedBy = byPlayer(tail.refused());
    players.addAll(savedBy.keySet());
    players.addAll(refusedBy.keySet());
    for (long playerId : players) {
      byte[] raw = Answers.await(store.load(Keys.player(playerId))).value();
      if (raw == null || codec.decode(raw, playerId, player) != DecodeOutcome.OK) {
        findings.lost("record of player=" + playerId + (raw == null ? " is gone" : " is damaged"));
        continue;
      }
      judgeVersion(playerId, raw, findings);
      savedBy.getOrDefault(playerId, List.of()).forEach(line -> judgeSaved(line, findings));
      refusedBy.getOrDefault(playerId, List.of()).forEach(line -> judgeRefused(line, findings));
      BotLedgerLine newest = tail.newest().get(playerId);
      if (newest != null) {
        judgeHoldings(newest, findings);
      }
    }
    audit(store, findings);
    tail.settle();
    return findings;
  }

  private static Map<Long, List<BotLedgerLine>> byPlayer(Map<OperationId, BotLedgerLine> lines) {
    Map<Long, List<BotLedgerLine>> byPlayer = new HashMap<>();
    lines
        .values()
        .forEach(
            line -> byPlayer.computeIfAbsent(line.playerId(), id -> new ArrayList<>()).add(line));
    return byPlayer;
  }

  private void readLedger(Store store, Findings findings) {
    List<LedgerEntry> slice;
    do {
      slice = Answers.await(store.readLedger(readTo, SLICE));
      for (LedgerEntry entry : slice) {
        readTo = entry.id();
        OperationId id = new OperationId(entry.initiator(), entry.operation());
        if (entry.initiator() != 0 && !posted.add(id)) {
          findings.doubled("in the ledger twice: " + id + " entry=" + entry.id());
        }
      }
    } while (!slice.isEmpty());
  }

  private void judgeVersion(long playerId, byte[] raw, Findings findings) {
    long version = header.wrap(raw).version();
    Long before = versions.put(playerId, version);
    if (before != null && version < before) {
      findings.lost(
          "record of player=" + playerId + " went back: version=" + version + " was=" + before);
    }
  }

  private void judgeSaved(BotLedgerLine line, Findings findings) {
    OperationId id = new OperationId(line.playerId(), line.operation());
    PlayerState state = player.state;
    findings.lookedFor();
    if (state.isDone(line.operation()) || posted.contains(id)) {
      return;
    }
    if (line.operation() < oldestOf(state)) {
      findings.forgotten();
    } else {
      findings.lost("acknowledged and not stored: " + id + " " + line.what() + " " + line.bot());
    }
  }

  /** 0: fewer than are remembered were ever done, so none was forgotten. */
  private static long oldestOf(PlayerState state) {
    return state.operations[0];
  }

  private void judgeRefused(BotLedgerLine line, Findings findings) {
    OperationId id = new OperationId(line.playerId(), line.operation());
    if (player.state.isDone(line.operation()) || posted.contains(id)) {
      findings.doubled("refused and yet done: " + id + " " + line.what() + " " + line.bot());
    }
  }

  /** Only where the newest that was acknowledged is the newest that was done. */
  private void judgeHoldings(BotLedgerLine line, Findings findings) {
    PlayerState state = player.state;
    if (line.coins() == BotLedgerLine.UNKNOWN || state.highestOperation() != line.operation()) {
      return;
    }
    findings.holdingCompared();
    String things = BotLedgerLine.things(List.of(state.inventory, state.equipment, state.bank));
    if (state.coins != line.coins() || !things.equals(line.things())) {
      findings.lost(
          line.bot()
              + " was told: coins="
              + line.coins()
              + " things="
              + line.things()
              + " stored: coins="
              + state.coins
              + " things="
              + things
              + " operation="
              + line.operation());
    }
  }

  private static void audit(Store store, Findings findings) {
    for (int tries = 1; ; tries++) {
      LedgerAudit.Report report = new LedgerAudit(store).run(records -> {});
      if (report.moving() == 0 || tries == MAX_AUDITS) {
        findings.audited(report.holders(), report.moving());
        report.faults().forEach(findings::doubled);
        report.unreadable().forEach(key -> findings.lost("can't be read: " + key));
        return;
      }
      Pauses.ms(BETWEEN_AUDITS_MS);
    }
  }
}
