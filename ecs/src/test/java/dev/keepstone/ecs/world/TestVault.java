package dev.keepstone.ecs.world;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.ClaimDecoder;
import dev.keepstone.ecs.message.sbe.ClaimZoneDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.GiveBackDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.ReleaseZoneDecoder;
import dev.keepstone.ecs.message.sbe.ReserveIdsDecoder;
import dev.keepstone.ecs.message.sbe.ZoneStanding;
import dev.keepstone.ecs.state.PlayerStateCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A vault with its store in memory: answers what it was asked before the next tick, unless a test
 * holds it. Fails at once when the world breaks the protocol: a version that isn't the next one, a
 * row or a release of a record that isn't claimed.
 */
public final class TestVault implements Outbox {
  private static final int TICKS_PER_SECOND = 20;

  private final TestInbox inbox;
  private final Map<Long, StoredPlayer> store = new HashMap<>();
  private final Map<Long, RefusalReason> refusals = new HashMap<>();
  private final ArrayDeque<Runnable> work = new ArrayDeque<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final ClaimDecoder claim = new ClaimDecoder();
  private final PlayerRowDecoder row = new PlayerRowDecoder();
  private final GiveBackDecoder giveBack = new GiveBackDecoder();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final Map<Integer, TestZone> zones = new TreeMap<>();
  private final List<TestCommit> written = new ArrayList<>();
  private long nextId = 1;
  private long nowMs = 1_000_000;
  private long works;
  private int refusedCommits;
  private boolean refusesZones;
  private boolean full;
  private boolean holding;
  private int rowCount;
  private int claimCount;
  private int takeOverCount;
  private int giveBackCount;

  TestVault(TestInbox inbox) {
    this.inbox = inbox;
  }

  /** While full it takes nothing. */
  public void full(boolean isFull) {
    full = isFull;
  }

  /** While holding it takes, and answers nothing. */
  public void hold(boolean isHolding) {
    holding = isHolding;
  }

  /** Refuses the next claims of this player. */
  public void refuse(long playerId, RefusalReason reason) {
    refusals.put(playerId, reason);
  }

  /**
   * Refuses so many of the next commits with players: one of their records is not ours any more.
   */
  public void refuseCommits(int count) {
    refusedCommits = count;
  }

  /** While it does, claims of zones are refused. */
  public void refuseZones(boolean isRefusing) {
    refusesZones = isRefusing;
  }

  /** Another server has taken this zone; the vault finds out at the next commit. */
  public void loseZone(int zone) {
    zone(zone).claimed = false;
  }

  /** The zone's hash. */
  public TestZone zone(int zone) {
    return zones.computeIfAbsent(zone, TestZone::new);
  }

  public Collection<TestZone> zones() {
    return zones.values();
  }

  public Collection<StoredPlayer> players() {
    return store.values();
  }

  /** What is in the ledger, oldest first. */
  public List<TestCommit> written() {
    return written;
  }

  /** The same without what zones do by themselves. */
  public List<TestCommit> operations() {
    return written.stream().filter(commit -> commit.zoneEvent == 0).toList();
  }

  /** Time passes; the world hears of it within a second. */
  public void pass(long ms) {
    nowMs += ms;
  }

  /** The server of that vault is dead; this one has its store, in which nothing is claimed. */
  void succeed(TestVault dead) {
    store.putAll(dead.store);
    zones.putAll(dead.zones);
    store.values().forEach(player -> player.claimed = false);
    zones.values().forEach(zone -> zone.claimed = false);
    nextId = dead.nextId;
    nowMs = dead.nowMs;
  }

  /** Another server has taken this record: nothing of it is accepted any more. */
  public void lose(long playerId) {
    stored(playerId).claimed = false;
    inbox.lost(playerId);
  }

  /** Claims a record for a session that the world doesn't know. */
  public void claimFor(long playerId, long session) {
    stored(playerId).claimed = true;
    inbox.loaded(session, stored(playerId));
  }

  public StoredPlayer create(long playerId, String name) {
    StoredPlayer player = new StoredPlayer(playerId, name);
    store.put(playerId, player);
    return player;
  }

  public StoredPlayer stored(long playerId) {
    StoredPlayer player = find(playerId);
    if (player == null) {
      throw new IllegalStateException("no record: playerId=" + playerId);
    }
    return player;
  }

  /** Claims that ask another server to let go. */
  public int takeOverCount() {
    return takeOverCount;
  }

  /** Rows taken so far. */
  public int rowCount() {
    return rowCount;
  }

  public int claimCount() {
    return claimCount;
  }

  public int giveBackCount() {
    return giveBackCount;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    if (full) {
      return false;
    }
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case ClaimDecoder.TEMPLATE_ID -> onClaim(buffer, offset);
      case PlayerRowDecoder.TEMPLATE_ID -> onRow(buffer, offset);
      case GiveBackDecoder.TEMPLATE_ID -> onGiveBack(buffer, offset);
      case CommitDecoder.TEMPLATE_ID -> {
        TestCommit commit = new TestCommit(buffer, offset);
        work.add(() -> settle(commit));
      }
      case ClaimZoneDecoder.TEMPLATE_ID -> {
        TestZone zone =
            zone(new ClaimZoneDecoder().wrapAndApplyHeader(buffer, offset, header).zone());
        work.add(() -> answerZoneClaim(zone));
      }
      case ReserveIdsDecoder.TEMPLATE_ID -> {
        long count = new ReserveIdsDecoder().wrapAndApplyHeader(buffer, offset, header).count();
        work.add(
            () -> {
              inbox.idsReserved(nextId, count);
              nextId += count;
            });
      }
      case ReleaseZoneDecoder.TEMPLATE_ID -> {
        TestZone zone =
            zone(new ReleaseZoneDecoder().wrapAndApplyHeader(buffer, offset, header).zone());
        work.add(() -> zone.claimed = false);
      }
      default -> throw new IllegalStateException("unknown template=" + header.templateId());
    }
    return true;
  }

  /** Called by the harness before each tick. */
  void work() {
    if (works++ % TICKS_PER_SECOND == 0) {
      inbox.clock(nowMs);
    }
    nowMs += 1_000 / TICKS_PER_SECOND;
    while (!holding && !work.isEmpty()) {
      work.remove().run();
    }
  }

  private void answerZoneClaim(TestZone zone) {
    zone.epoch++;
    if (refusesZones) {
      inbox.zoneRefused(zone.number);
    } else {
      zone.claimed = true;
      inbox.zoneLoaded(zone);
    }
  }

  /** The order of judgement is that of the store; see PROTOCOL.md, section 6. */
  private void settle(TestCommit commit) {
    TestZone zone = zone(commit.zone); // number 0: it touches none
    boolean rowsAreOurs = true;
    for (StoredPlayer row : commit.rows) {
      StoredPlayer player = stored(row.id);
      rowsAreOurs &= player.claimed;
      if (player.claimed) {
        check(row.version == player.version + 1, "version is not the next one", row.id);
      }
    }
    if (!commit.rows.isEmpty() && refusedCommits > 0) {
      refusedCommits--;
      rowsAreOurs = false;
    }
    ZoneStanding standing = ZoneStanding.NONE;
    if (commit.zone != 0) {
      boolean broken = !zone.claimed || (rowsAreOurs && !zone.allows(commit));
      standing = broken ? ZoneStanding.BROKEN : ZoneStanding.OURS;
    }
    boolean durable = rowsAreOurs && standing != ZoneStanding.BROKEN;
    if (durable) {
      write(commit, zone);
    } else {
      commit.rows.forEach(row -> stored(row.id).claimed = false);
    }
    inbox.commitSettled(
        commit, durable ? CommitOutcome.DURABLE : CommitOutcome.REFUSED, standing, zone);
  }

  private void write(TestCommit commit, TestZone zone) {
    for (StoredPlayer row : commit.rows) {
      stored(row.id).version = row.version;
      stored(row.id).state.copyFrom(row.state);
    }
    if (commit.zone != 0) {
      zone.write(commit);
    }
    written.add(commit);
  }

  private @Nullable StoredPlayer find(long playerId) {
    return store.get(playerId);
  }

  private void onClaim(DirectBuffer buffer, int offset) {
    claimCount++;
    claim.wrapAndApplyHeader(buffer, offset, header);
    takeOverCount += claim.takeOver();
    long session = claim.session();
    long playerId = claim.playerId();
    work.add(() -> answerClaim(session, playerId));
  }

  private void answerClaim(long session, long playerId) {
    RefusalReason reason = refusals.get(playerId);
    StoredPlayer player = find(playerId);
    if (reason != null) {
      inbox.claimRefused(session, playerId, reason);
    } else if (player == null) {
      inbox.claimRefused(session, playerId, RefusalReason.CHARACTER_MISSING);
    } else {
      check(!player.claimed, "claimed twice", playerId);
      player.claimed = true;
      inbox.loaded(session, player);
    }
  }

  private void onRow(DirectBuffer buffer, int offset) {
    rowCount++;
    row.wrapAndApplyHeader(buffer, offset, header);
    StoredPlayer written = new StoredPlayer(row.playerId(), "");
    written.version = row.version();
    int part = row.limit();
    check(
        stateCodec.decode(
            buffer, part + PlayerRowDecoder.stateHeaderLength(), row.stateLength(), written.state),
        "a state that can't be read",
        written.id);
    boolean release = row.release() == 1;
    work.add(() -> save(written, release));
  }

  private void save(StoredPlayer written, boolean release) {
    StoredPlayer player = stored(written.id);
    if (!player.claimed) {
      return; // lost in the meantime
    }
    check(written.version == player.version + 1, "version is not the next one", player.id);
    check(
        written.state.createdAtMs == player.state.createdAtMs,
        "createdAtMs has changed",
        player.id);
    player.version = written.version;
    player.state.copyFrom(written.state);
    player.claimed = !release;
    inbox.durable(player.id, player.version, release);
  }

  private void onGiveBack(DirectBuffer buffer, int offset) {
    giveBackCount++;
    giveBack.wrapAndApplyHeader(buffer, offset, header);
    long playerId = giveBack.playerId();
    work.add(
        () -> {
          check(stored(playerId).claimed, "given back without a claim", playerId);
          stored(playerId).claimed = false;
        });
  }

  private static void check(boolean ok, String what, long playerId) {
    if (!ok) {
      throw new AssertionError("protocol broken: " + what + ": playerId=" + playerId);
    }
  }
}
