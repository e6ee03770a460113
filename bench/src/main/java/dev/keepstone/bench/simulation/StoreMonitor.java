package dev.keepstone.bench.simulation;

import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardEntry;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneContents;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every command that the store has executed, and holds what it did against a model of its
 * own: of leases, links, claims, versions and of who has what. Knows the rules of the protocol, and
 * nothing of how the store keeps them.
 */
final class StoreMonitor {
  private final MemoryReader reader;
  private final VirtualTime time;
  private final Map<Long, RecordShadow> players = new TreeMap<>();
  private final Map<Integer, ZoneShadow> zones = new TreeMap<>();
  private final Map<Long, Holder> holderOfItem = new HashMap<>();
  private final Map<Incarnation, Long> leaseEndsMs = new HashMap<>();
  private final Map<Incarnation, Long> requestsEndMs = new HashMap<>();
  private final Map<String, LinkIdentity> newestLinks = new HashMap<>();
  private final Map<LinkIdentity, Long> newestCommits = new HashMap<>();
  private final Map<String, Integer> sentBytes = new HashMap<>();
  private final Set<String> accepted = new TreeSet<>();
  private final Map<String, byte[]> leftAlone = new TreeMap<>();
  private final Map<Long, Long> releasedVersions = new HashMap<>();

  /** Epochs and versions that were lost are given again. */
  private boolean hasGoneBack;

  private final OperationBook operations = new OperationBook();
  private final RecordHeader header = new RecordHeader();
  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord record = new PlayerRecord();

  StoreMonitor(MemoryReader reader, VirtualTime time) {
    this.reader = reader;
    this.time = time;
  }

  /** Which store is looked at: it is another one after a restart. */
  interface MemoryReader {
    MemoryStore memory();
  }

  /** What is known of the ground and the shops of one zone. */
  private static final class ZoneShadow {
    Incarnation owner = Incarnation.NOBODY;
    long epoch;
    long changes;
    long events;
    long changedAtMs;
    boolean released = true;
    Possessions ground = new Possessions();
    Map<Long, Possessions> shops = new TreeMap<>();

    ZoneShadow copy() {
      ZoneShadow copy = new ZoneShadow();
      copy.owner = owner;
      copy.epoch = epoch;
      copy.changes = changes;
      copy.events = events;
      copy.changedAtMs = changedAtMs;
      copy.released = released;
      copy.ground = ground;
      copy.shops = new TreeMap<>(shops);
      return copy;
    }
  }

  OperationBook operations() {
    return operations;
  }

  // ---- before anything runs, and after the store went back

  /** Takes what the store holds as given. */
  void begin(long playerId) {
    RecordShadow shadow = decode(playerId, false);
    players.put(playerId, shadow);
    move(new Holder(Holder.Kind.PLAYER, playerId), null, shadow.possessions());
  }

  void beginZone(int zone, long epoch, long changes, long events) {
    ZoneShadow shadow = zone(zone);
    shadow.epoch = epoch;
    shadow.changes = changes;
    shadow.events = events;
    Possessions ground = Possessions.of(reader.memory().readZone(zone).join().entries());
    move(new Holder(Holder.Kind.GROUND, zone), null, ground);
    shadow.ground = ground;
  }

  /** All of it, for a store that may go back to now. */
  StoreMonitor copyOf(StoreMonitor other) {
    players.clear();
    players.putAll(other.players);
    zones.clear();
    other.zones.forEach((number, zone) -> zones.put(number, zone.copy()));
    holderOfItem.clear();
    holderOfItem.putAll(other.holderOfItem);
    leaseEndsMs.clear();
    leaseEndsMs.putAll(other.leaseEndsMs);
    newestLinks.clear();
    newestLinks.putAll(other.newestLinks);
    hasGoneBack = true;
    return this;
  }

  // ---- links and leases

  void onResumed(LinkIdentity link, long leaseMs) {
    LinkIdentity before = newestLinks.put(link.serverName(), link);
    if (before != null && !before.incarnation().equals(link.incarnation())) {
      leaseEndsMs.remove(before.incarnation());
    }
    leaseEndsMs.put(link.incarnation(), time.elapsedMs() + leaseMs);
  }

  /** A command of this link was executed, whatever it said. */
  void onExecuted(LinkIdentity link) {
    LinkIdentity newest = newestLinks.get(link.serverName());
    if (!link.equals(newest)) {
      throw new Violation(
          Invariant.OLD_LINKS_ARE_FENCED,
          "a superseded link was obeyed: " + words(link) + " newest is " + words(newest));
    }
  }

  private static String words(@Nullable LinkIdentity link) {
    return link == null
        ? "none"
        : "server="
            + link.serverName()
            + " start="
            + link.startNumber()
            + " link="
            + link.linkNumber();
  }

  void onRenewed(LinkIdentity link, boolean alive, long leaseMs) {
    if (alive) {
      leaseEndsMs.put(link.incarnation(), time.elapsedMs() + leaseMs);
    }
  }

  void onRetired(Incarnation incarnation) {
    leaseEndsMs.remove(incarnation);
  }

  /** A server asks another to let go; the request stays for a while after the newest one. */
  void onAskRelease(Incarnation owner) {
    requestsEndMs.put(owner, time.elapsedMs() + StoreLink.REQUEST_STAYS_MS);
  }

  /** Those whose requests have run out by now, each once. */
  List<Incarnation> takeExpiredRequests() {
    List<Incarnation> expired = new ArrayList<>();
    requestsEndMs
        .entrySet()
        .removeIf(
            entry -> {
              boolean isOver = entry.getValue() <= time.elapsedMs();
              if (isOver) {
                expired.add(entry.getKey());
              }
              return isOver;
            });
    return expired;
  }

  boolean hasLease(Incarnation incarnation) {
    Long endMs = leaseEndsMs.get(incarnation);
    return endMs != null && time.elapsedMs() < endMs;
  }

  // ---- records

  void onClaim(LinkIdentity link, long playerId, ClaimReply reply) {
    if (reply.outcome() != ClaimOutcome.OK) {
      return;
    }
    checkLeftAlone();
    RecordShadow before = shadow(playerId);
    Fence old = before.fence();
    if (!old.owner().equals(link.incarnation()) && !old.released() && hasLease(old.owner())) {
      throw new Violation(
          Invariant.NO_THEFT,
          "a record was claimed from a live server: player=" + playerId + " by " + words(link));
    }
    RecordShadow after = decode(playerId, before.isPosted());
    Fence expected = old.claimedBy(link.incarnation());
    if (!after.fence().equals(expected)) {
      throw new Violation(
          Invariant.ONE_EPOCH,
          "a claim left another fence than it must: player="
              + playerId
              + " expected="
              + expected
              + " stored="
              + after.fence());
    }
    players.put(playerId, after);
  }

  void onGiveBack(LinkIdentity link, long playerId, long epoch, RowVerdict verdict) {
    if (verdict != RowVerdict.OK) {
      return;
    }
    RecordShadow before = shadow(playerId);
    Fence old = before.fence();
    if (!old.owner().equals(link.incarnation()) || old.epoch() != epoch || old.released()) {
      throw new Violation(
          Invariant.ONE_EPOCH, "released by one who doesn't hold it: player=" + playerId);
    }
    players.put(playerId, before.with(old.givenBack()));
  }

  /** A row goes to the store, for the first time or again. */
  void onSent(LinkIdentity link, RowWrite row) {
    Fence fence = header.wrap(row.record()).fence();
    String version =
        link.incarnation().high() + ":" + row.key() + ":" + fence.epoch() + ":" + fence.version();
    int bytes = Arrays.hashCode(row.record());
    Integer before = sentBytes.put(version, bytes);
    if (before != null && before != bytes && !hasGoneBack) {
      throw new Violation(
          Invariant.FROZEN,
          "a version was sent again with other contents: key="
              + row.key()
              + " version="
              + fence.version());
    }
  }

  /** A commit goes to the store, for the first time or again. */
  void onSent(LinkIdentity link, long commitId) {
    Long before = newestCommits.put(link, commitId);
    if (before != null && before >= commitId) {
      throw new Violation(
          Invariant.RESENT_IN_ORDER,
          "commit=" + commitId + " was sent after commit=" + before + ": " + words(link));
    }
  }

  void onSave(LinkIdentity link, RowWrite row, RowVerdict verdict) {
    if (verdict != RowVerdict.OK) {
      return;
    }
    long playerId = Keys.idOf(row.key());
    RecordShadow before = shadow(playerId);
    RecordShadow after = accept(link, playerId, before);
    if (!after.possessions().isSameAs(before.possessions())
        || !after.totals().equals(before.totals())) {
      throw new Violation(
          Invariant.SAVE_MOVES_NOTHING,
          "player="
              + playerId
              + " had "
              + before.possessions()
              + ", is saved with "
              + after.possessions());
    }
    if (!Arrays.equals(after.operations(), before.operations())) {
      throw new Violation(
          Invariant.ONCE, "a save changed what operations are remembered: player=" + playerId);
    }
    players.put(playerId, after);
  }

  /** The rules for every written row; what it holds is judged by those who know why. */
  private RecordShadow accept(LinkIdentity link, long playerId, RecordShadow before) {
    RecordShadow after = decode(playerId, true);
    Fence old = before.fence();
    Fence written = after.fence();
    if (!written.owner().equals(link.incarnation())
        || !old.owner().equals(written.owner())
        || old.epoch() != written.epoch()
        || old.released()) {
      throw new Violation(
          Invariant.ONE_EPOCH,
          "a row was written past a newer claim or a release: player="
              + playerId
              + " epoch="
              + written.epoch()
              + " stored epoch="
              + old.epoch()
              + (old.released() ? " released" : ""));
    }
    if (written.version() != old.version() + 1 || written.base() != old.base()) {
      throw new Violation(
          Invariant.VERSION_BY_ONE,
          "player=" + playerId + " version " + old.version() + " became " + written.version());
    }
    if (written.released()) {
      releasedVersions.put(playerId, written.version());
    }
    accepted.add(version(link.incarnation(), playerId, written.version()));
    return after;
  }

  private static String version(Incarnation owner, long playerId, long version) {
    return owner.high() + ":" + playerId + ":" + version;
  }

  /** Did the store accept that version of this run? */
  boolean isAccepted(Incarnation owner, long playerId, long version) {
    return accepted.contains(version(owner, playerId, version));
  }

  // ---- commits

  void onCommit(LinkIdentity link, CommitWrite commit, CommitReply reply) {
    if (reply.outcome() != CommitReply.Outcome.OK) {
      checkUntouched(commit);
      return;
    }
    List<LedgerLine> lines = LedgerLines.decode(commit.ledgerLines());
    Map<Holder, Possessions> before = new TreeMap<>();
    Map<Holder, Possessions> after = new TreeMap<>();
    for (RowWrite row : commit.rows()) {
      long playerId = Keys.idOf(row.key());
      RecordShadow old = shadow(playerId);
      RecordShadow written = accept(link, playerId, old);
      Holder holder = new Holder(Holder.Kind.PLAYER, playerId);
      before.put(holder, old.possessions());
      after.put(holder, written.possessions());
      operations.onRow(playerId, old.operations(), written.operations());
      players.put(playerId, written);
    }
    if (commit.operation() != 0) {
      operations.onCommit(commit.initiator(), commit.operation());
    }
    if (commit.zone() != null) {
      acceptZone(link, commit.zone(), before, after);
    }
    checkMoves(commit, lines, before, after);
  }

  /** Nothing of a commit that was refused, or done before, may have been written. */
  private void checkUntouched(CommitWrite commit) {
    for (RowWrite row : commit.rows()) {
      long playerId = Keys.idOf(row.key());
      RecordShadow before = shadow(playerId);
      if (!decode(playerId, before.isPosted()).fence().equals(before.fence())) {
        throw new Violation(
            Invariant.CONSERVATION, "a part of a refused commit was written: player=" + playerId);
      }
    }
    ZonePart part = commit.zone();
    if (part != null) {
      ZoneShadow zone = zone(part.zone());
      ZoneContents contents = reader.memory().readZone(part.zone()).join();
      boolean isSame = Possessions.of(contents.entries()).isSameAs(zone.ground);
      for (Map.Entry<Long, Possessions> shop : zone.shops.entrySet()) {
        isSame &= Possessions.of(contents.stocks(), shop.getKey()).isSameAs(shop.getValue());
      }
      if (!isSame) {
        throw new Violation(
            Invariant.CONSERVATION,
            "a commit that was not done has changed the ground or a shop: zone=" + part.zone());
      }
    }
  }

  private void acceptZone(
      LinkIdentity link,
      ZonePart part,
      Map<Holder, Possessions> before,
      Map<Holder, Possessions> after) {
    ZoneShadow zone = zone(part.zone());
    zone.changedAtMs = time.elapsedMs();
    if (!zone.owner.equals(link.incarnation()) || zone.epoch != part.epoch() || zone.released) {
      throw new Violation(
          Invariant.ZONE_FENCE,
          "ground changed by one who doesn't hold the zone: "
              + words(link)
              + " epoch="
              + part.epoch()
              + " stored epoch="
              + zone.epoch);
    }
    if (part.event() != 0 && part.event() != zone.events + 1) {
      throw new Violation(
          Invariant.ZONE_FENCE,
          "an event of a zone came twice or out of order: event="
              + part.event()
              + " newest="
              + zone.events);
    }
    if (part.confirmedChanges() > zone.changes) {
      throw new Violation(
          Invariant.ZONE_FENCE,
          "the sender has seen more changes than there were: confirmed="
              + part.confirmedChanges()
              + " changes="
              + zone.changes);
    }
    zone.changes++;
    zone.events = Math.max(zone.events, part.event());
    ZoneContents contents = reader.memory().readZone(part.zone()).join();
    Holder ground = new Holder(Holder.Kind.GROUND, part.zone());
    before.put(ground, zone.ground);
    zone.ground = Possessions.of(contents.entries());
    after.put(ground, zone.ground);
    Set<Long> shops = new TreeSet<>(zone.shops.keySet());
    contents.stocks().forEach(stock -> shops.add((long) stock.shop()));
    for (long shop : shops) {
      Holder holder = new Holder(Holder.Kind.SHOP, shop);
      before.put(holder, zone.shops.getOrDefault(shop, new Possessions()));
      Possessions now = Possessions.of(contents.stocks(), shop);
      zone.shops.put(shop, now);
      after.put(holder, now);
    }
  }

  private void checkMoves(
      CommitWrite commit,
      List<LedgerLine> lines,
      Map<Holder, Possessions> before,
      Map<Holder, Possessions> after) {
    for (LedgerLine line : lines) {
      checkInvolved(commit, Holder.of(line.from(), line.fromKey()), before);
      checkInvolved(commit, Holder.of(line.to(), line.toKey()), before);
    }
    for (Map.Entry<Holder, Possessions> entry : before.entrySet()) {
      Map<Integer, Long> expected = entry.getValue().after(lines, entry.getKey());
      Possessions now = Objects.requireNonNull(after.get(entry.getKey()));
      if (!now.amounts.equals(expected)) {
        throw new Violation(
            Invariant.CONSERVATION,
            entry.getKey()
                + " has "
                + now.amounts
                + " after commit="
                + commit.commitId()
                + " and by its lines should have "
                + expected);
      }
    }
    for (Map.Entry<Holder, Possessions> entry : before.entrySet()) {
      entry.getValue().uniques.forEach(holderOfItem::remove);
    }
    for (Map.Entry<Holder, Possessions> entry : after.entrySet()) {
      move(entry.getKey(), null, entry.getValue());
    }
  }

  private static void checkInvolved(
      CommitWrite commit, Holder holder, Map<Holder, Possessions> before) {
    if (!holder.isOutside() && !before.containsKey(holder)) {
      throw new Violation(
          Invariant.CONSERVATION,
          "a line names a holder that is not written: commit="
              + commit.commitId()
              + " holder="
              + holder);
    }
  }

  private void move(Holder holder, @Nullable Possessions before, Possessions after) {
    if (before != null) {
      before.uniques.forEach(holderOfItem::remove);
    }
    for (long item : after.uniques) {
      Holder other = holderOfItem.put(item, holder);
      if (other != null && !other.equals(holder)) {
        throw new Violation(
            Invariant.ONE_CONTAINER, "item=" + item + " is at " + other + " and at " + holder);
      }
    }
  }

  // ---- zones

  void onClaimZone(LinkIdentity link, int number, ZoneReply reply) {
    if (reply.outcome() != ZoneReply.Outcome.OK) {
      return;
    }
    ZoneShadow zone = zone(number);
    if (!zone.owner.equals(link.incarnation()) && !zone.released && hasLease(zone.owner)) {
      throw new Violation(
          Invariant.NO_THEFT, "a zone was claimed from a live server: zone=" + number);
    }
    if (reply.epoch() <= zone.epoch) {
      throw new Violation(
          Invariant.ZONE_FENCE,
          "the epoch of a zone didn't rise: epoch=" + reply.epoch() + " before=" + zone.epoch);
    }
    if (reply.changes() != zone.changes
        || reply.events() != zone.events
        || !Possessions.of(reply.entries()).isSameAs(zone.ground)) {
      throw new Violation(
          Invariant.ZONE_FENCE, "a claim told other contents than the zone has: zone=" + number);
    }
    zone.owner = link.incarnation();
    zone.epoch = reply.epoch();
    zone.changedAtMs = time.elapsedMs();
    zone.released = false;
  }

  void onReleaseZone(LinkIdentity link, int number, long epoch, RowVerdict verdict) {
    ZoneShadow zone = zone(number);
    if (verdict == RowVerdict.OK) {
      if (!zone.owner.equals(link.incarnation()) || zone.epoch != epoch) {
        throw new Violation(
            Invariant.ZONE_FENCE, "a zone was released by one who doesn't hold it: zone=" + number);
      }
      zone.released = true;
    }
  }

  /**
   * Has that run the newest claim of the zone, and has nothing changed there for so long? What has
   * just been written is shown only when its answer has come.
   */
  boolean holdsZone(int zone, Incarnation incarnation, long sinceMs) {
    ZoneShadow shadow = zone(zone);
    return !shadow.released
        && shadow.owner.equals(incarnation)
        && time.elapsedMs() - shadow.changedAtMs >= sinceMs;
  }

  /** Whether any server may claim it: a release that was lost ends with its owner's lease. */
  boolean isZoneFree(int number) {
    return zone(number).released || !hasLease(zone(number).owner);
  }

  // ---- everything at once

  /** From now on nobody may write this key. */
  void leaveAlone(String key) {
    leftAlone.put(key, bytes(key));
  }

  private byte[] bytes(String key) {
    byte[] stored = reader.memory().load(key).join().value();
    return stored == null ? new byte[0] : stored;
  }

  void checkLeftAlone() {
    leftAlone.forEach(
        (key, before) -> {
          if (!Arrays.equals(before, bytes(key))) {
            throw new Violation(Invariant.NEWER_IS_LEFT_ALONE, "it was written: key=" + key);
          }
        });
  }

  /** Compares each leaderboard with the records. */
  void checkBoards() {
    List<BoardEntry> expected = new ArrayList<>();
    for (Board board : Board.values()) {
      expected.clear();
      for (Map.Entry<Long, RecordShadow> player : players.entrySet()) {
        if (player.getValue().isPosted()) {
          expected.add(new BoardEntry(player.getKey(), board.score(player.getValue().totals())));
        }
      }
      expected.sort(BoardEntry.ORDER);
      List<BoardEntry> stored = reader.memory().readBoard(board, 0, 1_000).join();
      if (!stored.equals(expected)) {
        throw new Violation(
            Invariant.LEADERBOARD,
            "board=" + board.title() + " shows " + stored + ", records say " + expected);
      }
    }
  }

  /** Compares every record with the model: nobody may have written behind our back. */
  void checkRecords() {
    for (Map.Entry<Long, RecordShadow> player : players.entrySet()) {
      RecordShadow expected = player.getValue();
      RecordShadow stored = decode(player.getKey(), expected.isPosted());
      if (!stored.fence().equals(expected.fence())
          || !stored.possessions().isSameAs(expected.possessions())) {
        throw new Violation(
            Invariant.CONSERVATION, "a record changed by itself: player=" + player.getKey());
      }
    }
  }

  /** Of the record as it stands; 0 for one that can't be read. */
  long epochOf(long playerId) {
    RecordShadow shadow = players.get(playerId);
    return shadow == null ? 0 : shadow.fence().epoch();
  }

  /** Version of the newest save that was a release as well; 0: none. */
  long releasedVersionOf(long playerId) {
    return releasedVersions.getOrDefault(playerId, 0L);
  }

  long versionIn(byte[] row) {
    return header.wrap(row).version();
  }

  RecordShadow shadow(long playerId) {
    return Objects.requireNonNull(players.get(playerId), "no such player");
  }

  private ZoneShadow zone(int number) {
    return zones.computeIfAbsent(number, n -> new ZoneShadow());
  }

  private RecordShadow decode(long playerId, boolean isPosted) {
    byte[] stored = reader.memory().load(Keys.player(playerId)).join().value();
    if (stored == null || codec.decode(stored, playerId, record) != DecodeOutcome.OK) {
      throw new Violation(
          Invariant.ACKNOWLEDGED_IS_DURABLE, "a record can't be read any more: player=" + playerId);
    }
    return RecordShadow.of(header.wrap(stored).fence(), playerId, record.state, isPosted);
  }
}
