package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.ItemSpot;
import dev.keepstone.ecs.content.Place;
import dev.keepstone.ecs.content.ShopTable;
import dev.keepstone.ecs.content.ZoneMap;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedDecoder;
import dev.keepstone.ecs.rule.Movement;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one zone's ground and shops. It is what the store has last said, never what an
 * operation hoped for: what an operation takes or lays down is locked until the answer comes, and
 * then follows what the answer says of each entry and count.
 *
 * <p>Every claim of the zone begins anew: whatever was known, and every lock, is void.
 */
final class Zone {
  /** More is not laid down; what the store has beyond it is still loaded. */
  static final int MAX_ITEMS = 1_000;

  /** Whether the zone's ground and shops can be used. */
  enum Standing {
    /** It has to be claimed. */
    UNCLAIMED,
    /** ZoneLoaded or ZoneRefused from the vault. */
    ASKED,
    /** They can. */
    LOADED
  }

  private final ZoneMap map;
  private final GroundRows rows;
  private final List<Shop> shops = new ArrayList<>();
  private final List<GroundItem> items = new ArrayList<>();
  private final Long2ObjectHashMap<GroundItem> byEntry = new Long2ObjectHashMap<>();
  private final LongHashSet there = new LongHashSet();
  private final LongHashSet gone = new LongHashSet();
  private Standing standing = Standing.UNCLAIMED;
  private long claim;
  private long epoch;
  private long events;
  private boolean isEventInFlight;

  Zone(ZoneMap map, ShopTable shopTable, GroundRows rows) {
    this.map = map;
    this.rows = rows;
    for (Place place : map.places()) {
      if (!place.isBank()) {
        shops.add(new Shop(shopTable.at(place.shopIndex()), place.shopIndex(), place));
      }
    }
  }

  int number() {
    return map.zone();
  }

  Standing standing() {
    return standing;
  }

  void asked() {
    standing = Standing.ASKED;
  }

  boolean isLoaded() {
    return standing == Standing.LOADED;
  }

  /** Counts claims: what belongs to an older one is void. */
  long claim() {
    return claim;
  }

  /** Of the newest claim, as the store counts: it refuses what was judged under an older one. */
  long epoch() {
    return epoch;
  }

  List<ItemSpot> itemSpots() {
    return map.itemSpots();
  }

  List<Shop> shops() {
    return shops;
  }

  /** In the order in which they were laid down or loaded. */
  List<GroundItem> items() {
    return items;
  }

  @Nullable GroundItem item(long entry) {
    return byEntry.get(entry);
  }

  /**
   * Whether one more can be laid down.
   *
   * @param coming what is laid down before it, by the same transfer
   */
  boolean hasRoom(int coming) {
    return items.size() + coming < MAX_ITEMS;
  }

  /** The number of the next event, or 0 when the newest is not settled. */
  long nextEvent() {
    return isEventInFlight ? 0 : events + 1;
  }

  // ---- what the vault says

  /** Nothing of it can be relied on. */
  void forget() {
    standing = Standing.UNCLAIMED;
    claim++;
    isEventInFlight = false;
    for (GroundItem item : items) {
      rows.vanish(item);
    }
    items.clear();
    byEntry.clear();
    for (Shop shop : shops) {
      shop.forget();
    }
  }

  void onLoaded(ZoneLoadedDecoder loaded) {
    if (loaded.isFirst() == 1) {
      forget();
      standing = Standing.ASKED;
    }
    epoch = loaded.epoch();
    events = loaded.events();
    for (ZoneLoadedDecoder.EntriesDecoder entry : loaded.entries()) {
      add(
          new GroundItem(
              entry.entry(),
              entry.kind(),
              (int) entry.amount(),
              entry.unique(),
              entry.expiresAtMs(),
              entry.x(),
              entry.y(),
              GroundItem.Lock.FREE));
    }
    for (ZoneLoadedDecoder.StocksDecoder stock : loaded.stocks()) {
      setStock(stock.shop(), stock.kind(), stock.amount());
    }
    if (loaded.isLast() == 1) {
      standing = Standing.LOADED;
    }
  }

  private void add(GroundItem item) {
    if (byEntry.put(item.entry, item) != null) {
      throw new IllegalStateException("the same entry twice: entry=" + item.entry);
    }
    items.add(item);
    if (item.lock == GroundItem.Lock.FREE) {
      show(item);
    }
  }

  /** What lies in a wall, of a map that was changed since, is only there until it expires. */
  private void show(GroundItem item) {
    if (Movement.fits(map, item.x, item.y)) {
      rows.appear(item, number());
    }
  }

  private void setStock(int number, int kind, long amount) {
    for (Shop shop : shops) {
      if (shop.type.shop() == number && shop.indexOf(kind) != Shop.NONE) {
        shop.amount(shop.indexOf(kind), amount);
      }
    }
  }

  // ---- locks

  /** The commit is on its way. */
  void lock(PendingCommit commit) {
    isEventInFlight |= commit.isZoneEvent;
    for (GroundItem item : commit.taken) {
      item.lock = GroundItem.Lock.GOING;
      rows.vanish(item);
    }
    for (GroundItem item : commit.given) {
      add(item);
    }
    for (StockChange change : commit.counted) {
      change.shop().promise(change.good(), change.change());
    }
  }

  /** Its answer, while the zone is ours: memory follows it, whatever the verdict. */
  void settle(PendingCommit commit, CommitSettledDecoder settled) {
    boolean durable = settled.outcome() == CommitOutcome.DURABLE;
    if (commit.isZoneEvent) {
      isEventInFlight = false;
      events += durable ? 1 : 0;
    }
    there.clear();
    gone.clear();
    for (CommitSettledDecoder.EntriesDecoder entry : settled.entries()) {
      (entry.isThere() == 1 ? there : gone).add(entry.entry());
    }
    for (GroundItem item : commit.taken) {
      keepIf(durable ? there.contains(item.entry) : !gone.contains(item.entry), item);
    }
    for (GroundItem item : commit.given) {
      keepIf(durable ? !gone.contains(item.entry) : there.contains(item.entry), item);
    }
    for (StockChange change : commit.counted) {
      change.shop().settle(change.good(), change.change());
    }
    for (CommitSettledDecoder.StocksDecoder stock : settled.stocks()) {
      setStock(stock.shop(), stock.kind(), stock.amount());
    }
  }

  private void keepIf(boolean isThere, GroundItem item) {
    if (isThere) {
      item.lock = GroundItem.Lock.FREE;
      show(item);
    } else {
      rows.vanish(item);
      items.remove(item);
      byEntry.remove(item.entry);
    }
  }
}
