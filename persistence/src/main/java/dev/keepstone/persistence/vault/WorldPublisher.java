package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.ClaimRefusedEncoder;
import dev.keepstone.ecs.message.sbe.ClockEncoder;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.CommitSettledEncoder;
import dev.keepstone.ecs.message.sbe.DurableEncoder;
import dev.keepstone.ecs.message.sbe.IdsReservedEncoder;
import dev.keepstone.ecs.message.sbe.LoadedEncoder;
import dev.keepstone.ecs.message.sbe.LossReason;
import dev.keepstone.ecs.message.sbe.LostEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.ReleaseAskedEncoder;
import dev.keepstone.ecs.message.sbe.ZoneRefusedEncoder;
import dev.keepstone.ecs.message.sbe.ZoneStanding;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.StockChange;
import dev.keepstone.persistence.store.ZoneAnswer;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import java.util.ArrayDeque;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Calls to bytes for the world's inbox. None of these messages may be dropped: when the inbox is
 * full, they wait here and are offered again in order, and {@link #isCongested} tells the vault to
 * take on nothing more. What can still come then is bounded by one answer per record held, per
 * commit and per zone. Only the clock isn't kept: a newer one comes.
 */
final class WorldPublisher {
  /** Waiting messages above which the vault pauses: a few cycles' worth of a busy world. */
  private static final int CONGESTED_ABOVE = 256;

  private final Outbox toWorld;
  private final VaultCounters counters;
  private final ExpandableArrayBuffer buffer =
      new ExpandableArrayBuffer(2 * PlayerStateCodec.MAX_BYTES);
  private final UnsafeBuffer waitingView = new UnsafeBuffer(0, 0);
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final LoadedEncoder loaded = new LoadedEncoder();
  private final ClaimRefusedEncoder claimRefused = new ClaimRefusedEncoder();
  private final DurableEncoder durable = new DurableEncoder();
  private final LostEncoder lost = new LostEncoder();
  private final CommitSettledEncoder commitSettled = new CommitSettledEncoder();
  private final ZonePages zonePages = new ZonePages();
  private final ZoneRefusedEncoder zoneRefused = new ZoneRefusedEncoder();
  private final IdsReservedEncoder idsReserved = new IdsReservedEncoder();
  private final ReleaseAskedEncoder releaseAsked = new ReleaseAskedEncoder();
  private final ClockEncoder clock = new ClockEncoder();

  WorldPublisher(Outbox toWorld, VaultCounters counters) {
    this.toWorld = toWorld;
    this.counters = counters;
  }

  /** Offers again what waits; returns how much went out. */
  int offerWaiting() {
    int offered = 0;
    for (byte[] message = waiting.peekFirst(); message != null; message = waiting.peekFirst()) {
      waitingView.wrap(message);
      if (!toWorld.offer(waitingView, 0, message.length)) {
        break;
      }
      waiting.removeFirst();
      offered++;
    }
    return offered;
  }

  boolean isCongested() {
    return waiting.size() > CONGESTED_ABOVE;
  }

  boolean isDrained() {
    return waiting.isEmpty();
  }

  void loaded(long session, long version, boolean clamped, PlayerRecord player) {
    loaded
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(player.playerId)
        .version(version)
        .clamped((short) (clamped ? 1 : 0))
        .name(player.name);
    int part = loaded.limit();
    int partBytes =
        stateCodec.encode(player.state, buffer, part + LoadedEncoder.stateHeaderLength());
    buffer.putShort(part, (short) partBytes, LoadedEncoder.BYTE_ORDER);
    publish(loaded.encodedLength() + LoadedEncoder.stateHeaderLength() + partBytes);
  }

  void claimRefused(long session, long playerId, RefusalReason reason) {
    claimRefused
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(playerId)
        .reason(reason);
    publish(claimRefused.encodedLength());
  }

  void durable(long playerId, long version, boolean released) {
    durable
        .wrapAndApplyHeader(buffer, 0, header)
        .playerId(playerId)
        .version(version)
        .released((short) (released ? 1 : 0));
    publish(durable.encodedLength());
  }

  void lost(long playerId, LossReason reason) {
    lost.wrapAndApplyHeader(buffer, 0, header).playerId(playerId).reason(reason);
    publish(lost.encodedLength());
  }

  /**
   * A commit is settled.
   *
   * @param part what it was to do to a zone; null: to none
   * @param answer what the store says of that zone; null: nothing
   */
  void commitSettled(
      long commit,
      CommitOutcome outcome,
      ZoneStanding standing,
      @Nullable ZonePart part,
      @Nullable ZoneAnswer answer) {
    commitSettled
        .wrapAndApplyHeader(buffer, 0, header)
        .commit(commit)
        .changes(answer == null ? 0 : answer.changes())
        .zone(part == null ? 0 : part.zone())
        .outcome(outcome)
        .standing(standing);
    if (part == null || answer == null) {
      commitSettled.entriesCount(0);
      commitSettled.stocksCount(0);
    } else {
      putEntries(part, answer.entriesThere());
      putStocks(part.counted(), answer.counts());
    }
    publish(commitSettled.encodedLength());
  }

  private void putEntries(ZonePart part, List<Boolean> isThere) {
    int taken = part.taken().size();
    CommitSettledEncoder.EntriesEncoder entries =
        commitSettled.entriesCount(taken + part.given().size());
    for (int i = 0; i < isThere.size(); i++) {
      long entry = i < taken ? part.taken().get(i) : part.given().get(i - taken).entry();
      entries.next().entry(entry).isThere((short) (isThere.get(i) ? 1 : 0));
    }
  }

  private void putStocks(List<StockChange> counted, List<Long> counts) {
    CommitSettledEncoder.StocksEncoder stocks = commitSettled.stocksCount(counted.size());
    for (int i = 0; i < counts.size(); i++) {
      StockChange change = counted.get(i);
      stocks.next().amount(counts.get(i)).shop(change.shop()).kind(change.kind());
    }
  }

  /**
   * A zone is ours.
   *
   * @param items what lies there, as far as it can be read
   */
  void zoneLoaded(int zone, ZoneReply reply, List<GroundItem> items) {
    int pages = ZonePages.count(reply, items);
    for (int page = 0; page < pages; page++) {
      publish(zonePages.encode(buffer, header, zone, reply, items, page));
    }
  }

  void zoneRefused(int zone, RefusalReason reason) {
    zoneRefused.wrapAndApplyHeader(buffer, 0, header).zone(zone).reason(reason);
    publish(zoneRefused.encodedLength());
  }

  void idsReserved(long first, int count) {
    idsReserved.wrapAndApplyHeader(buffer, 0, header).first(first).count(count);
    publish(idsReserved.encodedLength());
  }

  void releaseAsked(long playerId) {
    releaseAsked.wrapAndApplyHeader(buffer, 0, header).playerId(playerId);
    publish(releaseAsked.encodedLength());
  }

  /** Skipped when there is no room: the next one is newer. */
  void clock(long nowMs) {
    clock.wrapAndApplyHeader(buffer, 0, header).nowMs(nowMs);
    int length = MessageHeaderEncoder.ENCODED_LENGTH + clock.encodedLength();
    if (!waiting.isEmpty() || !toWorld.offer(buffer, 0, length)) {
      counters.increment(VaultCounter.OFFERS_REFUSED);
    }
  }

  private void publish(int bodyLength) {
    int length = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
    if (waiting.isEmpty() && toWorld.offer(buffer, 0, length)) {
      return;
    }
    counters.increment(VaultCounter.OFFERS_REFUSED);
    byte[] copy = new byte[length];
    buffer.getBytes(0, copy);
    waiting.addLast(copy);
  }
}
