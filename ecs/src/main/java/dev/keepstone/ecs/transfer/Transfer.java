package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.session.PlayerRows;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.table.Chunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which an item or a coin gets from one container into another. Everything happens
 * to drafts of the rows that joined: what is <em>taken</em> is held in the hand, and all of it must
 * be <em>put</em>, in the order in which it was taken, before the whole can be committed. Each put
 * writes a ledger line with both ends, so the lines of a transfer always sum up to zero, and
 * nothing can be made or lost but through a named source or sink.
 *
 * <p>A transfer that fails at any point is simply begun anew: nothing of it is anywhere.
 *
 * <pre>
 * begin -> join.. -> (take.. -> put..)* -> Commits.offer
 * </pre>
 *
 * <p>Takes and puts return null, or why they can't be. There is one, and it is reused.
 */
final class Transfer {
  /** Two who trade, or an operator and whom an order concerns. */
  static final int MAX_ROWS = 2;

  /** More coins than this nobody can have: far from where a sum of two could overflow. */
  static final long MAX_COINS = 1_000_000_000_000_000L;

  /** What coins have for a kind. */
  static final int COINS = 0;

  private final ItemTable items;
  private final ItemIds ids;
  private final PlayerRows rows;
  private final PlayerStates states;
  private final Draft[] drafts = new Draft[MAX_ROWS];
  private final List<LedgerLine> lines = new ArrayList<>();
  private final List<GroundItem> taken = new ArrayList<>();
  private final List<GroundItem> given = new ArrayList<>();
  private final List<StockChange> counted = new ArrayList<>();
  private int rowCount;
  private OperationKind kind = OperationKind.NULL_VAL;
  private long tick;
  private @Nullable Zone zone;
  private @Nullable Trade trade;
  private RefusalReason reason = RefusalReason.NULL_VAL;

  /** What was taken and not put yet, oldest first. */
  private final ArrayDeque<Held> hand = new ArrayDeque<>();

  private record Held(int kind, long amount, long unique, Container from, long fromKey) {}

  Transfer(ItemTable items, ItemIds ids, PlayerRows rows, PlayerStates states) {
    this.items = items;
    this.ids = ids;
    this.rows = rows;
    this.states = states;
    for (int i = 0; i < MAX_ROWS; i++) {
      drafts[i] = new Draft();
    }
  }

  void begin(OperationKind newKind, long newTick) {
    kind = newKind;
    tick = newTick;
    rowCount = 0;
    lines.clear();
    taken.clear();
    given.clear();
    counted.clear();
    zone = null;
    trade = null;
    reason = RefusalReason.NULL_VAL;
    hand.clear();
    ids.discard();
  }

  /**
   * Makes a draft of a playing session's row.
   *
   * @return null when the row's newest write is not settled yet: it has to wait
   */
  @Nullable Draft join(Session session) {
    Chunk chunk = rows.chunkOf(session.entity());
    int row = rows.offsetOf(session.entity());
    if (PlayerSaves.isUnsettled(chunk, row)) {
      return null;
    }
    Draft draft = drafts[rowCount++];
    draft.begin(session);
    states.read(chunk, row, tick, draft.before);
    draft.after.copyFrom(draft.before);
    return draft;
  }

  // ---- how it ends

  Step refuse(RefusalReason why) {
    reason = why;
    return Step.REFUSE;
  }

  /** Commits when there is no objection. BUSY only means that ids are on their way. */
  Step endWith(@Nullable RefusalReason objection) {
    if (objection == RefusalReason.BUSY) {
      return Step.WAIT;
    }
    return objection == null ? Step.COMMIT : refuse(objection);
  }

  RefusalReason reason() {
    return reason;
  }

  /** What it turned out to be: an experience gained may be a level. */
  void become(OperationKind newKind) {
    kind = newKind;
  }

  /** The trade that learns what becomes of it. */
  void concerns(Trade newTrade) {
    trade = newTrade;
  }

  // ---- taking

  /**
   * Takes out of one of the player's own containers.
   *
   * @param slot may be anything
   * @param count 0: all in the slot
   */
  @Nullable RefusalReason take(Draft draft, Container from, int slot, int count) {
    ItemSlots slots = draft.slots(from);
    if (slot < 0 || slot >= slots.size() || slots.isEmpty(slot)) {
      return RefusalReason.NOT_THERE;
    }
    int there = slots.count(slot);
    int amount = count == 0 ? there : count;
    if (amount < 0 || amount > there) {
      return RefusalReason.NOT_ENOUGH;
    }
    hold(slots.kind(slot), amount, slots.unique(slot), from, draft.playerId());
    if (amount == there) {
      slots.clear(slot);
    } else {
      slots.set(slot, slots.kind(slot), there - amount, slots.unique(slot));
    }
    return null;
  }

  @Nullable RefusalReason takeCoins(Draft draft, long amount) {
    if (amount < 0 || amount > draft.after.coins) {
      return RefusalReason.NOT_ENOUGH;
    }
    draft.after.coins -= amount;
    hold(COINS, amount, 0, Container.INVENTORY, draft.playerId());
    return null;
  }

  /** Locks it when it is committed. */
  @Nullable RefusalReason takeGround(Zone from, GroundItem item) {
    if (item.lock != GroundItem.Lock.FREE) {
      return RefusalReason.LOCKED;
    }
    touch(from);
    taken.add(item);
    hold(item.kind, item.count, item.unique, Container.GROUND, from.number());
    return null;
  }

  /**
   * Takes from a shelf, or coins from a till. What is unique gets its id here.
   *
   * @param good index in the shop
   */
  @Nullable RefusalReason takeShop(Zone in, Shop shop, int good, long amount) {
    if (amount > shop.available(good)) {
      return RefusalReason.NOT_ENOUGH;
    }
    touch(in);
    count(shop, good, -amount);
    return holdNew(shop.kindOf(good), amount, Container.SHOP, shop.type.shop());
  }

  /** Takes from where things come from. What is unique gets its id here, one at a time. */
  @Nullable RefusalReason takeSource(NamedAccount source, int itemKind, long amount) {
    return holdNew(itemKind, amount, Container.SOURCE, source.code());
  }

  /** The same for what goes onto a shelf: nothing has an id there. */
  void takeForShelf(NamedAccount source, int itemKind, long amount) {
    hold(itemKind, amount, 0, Container.SOURCE, source.code());
  }

  private @Nullable RefusalReason holdNew(int itemKind, long amount, Container from, long fromKey) {
    ItemType type = items.get(itemKind);
    long unique = 0;
    if (type != null && type.isUnique()) {
      unique = ids.draw();
      if (unique == ItemIds.NONE) {
        return RefusalReason.BUSY;
      }
    }
    hold(itemKind, amount, unique, from, fromKey);
    return null;
  }

  private void hold(int itemKind, long amount, long unique, Container from, long fromKey) {
    hand.add(new Held(itemKind, amount, unique, from, fromKey));
  }

  private Held held() {
    return hand.getFirst(); // throws when there is nothing to put
  }

  // ---- putting

  /** Puts items where there is room: first on what is of the same kind, then into empty slots. */
  @Nullable RefusalReason put(Draft draft, Container to) {
    Held held = held();
    ItemType type = items.get(held.kind());
    if (type == null) {
      return RefusalReason.NOT_ALLOWED;
    }
    ItemSlots slots = draft.slots(to);
    long left = held.amount();
    for (int slot = 0; slot < slots.size() && left > 0; slot++) {
      if (slots.kind(slot) == held.kind() && slots.count(slot) < type.maxStack()) {
        int more = (int) Math.min(left, type.maxStack() - slots.count(slot));
        slots.set(slot, held.kind(), slots.count(slot) + more, slots.unique(slot));
        left -= more;
      }
    }
    for (int slot = 0; slot < slots.size() && left > 0; slot++) {
      if (slots.isEmpty(slot)) {
        int some = (int) Math.min(left, type.maxStack());
        slots.set(slot, held.kind(), some, held.unique());
        left -= some;
      }
    }
    if (left > 0) {
      return RefusalReason.NO_ROOM;
    }
    release(to, draft.playerId());
    return null;
  }

  @Nullable RefusalReason putCoins(Draft draft) {
    long amount = held().amount();
    if (amount > MAX_COINS - draft.after.coins) {
      return RefusalReason.NO_ROOM;
    }
    draft.after.coins += amount;
    release(Container.INVENTORY, draft.playerId());
    return null;
  }

  /** Lays it down; it is visible when it is durable. */
  @Nullable RefusalReason putGround(Zone to, float x, float y, long expiresAtMs) {
    if (!to.hasRoom(given.size())) {
      return RefusalReason.NO_ROOM;
    }
    long entry = ids.draw();
    if (entry == ItemIds.NONE) {
      return RefusalReason.BUSY;
    }
    touch(to);
    Held held = held();
    given.add(
        new GroundItem(
            entry,
            held.kind(),
            (int) held.amount(),
            held.unique(),
            expiresAtMs,
            x,
            y,
            GroundItem.Lock.COMING));
    release(Container.GROUND, to.number());
    return null;
  }

  /**
   * Puts it on the shelf or into the till. A unique item loses its id with it.
   *
   * @param good index in the shop
   */
  void putShop(Zone in, Shop shop, int good) {
    touch(in);
    count(shop, good, held().amount());
    release(Container.SHOP, shop.type.shop());
  }

  void putSink(NamedAccount sink) {
    release(Container.SINK, sink.code());
  }

  private void release(Container to, long toKey) {
    Held held = hand.removeFirst();
    if (held.amount() != 0) {
      lines.add(
          new LedgerLine(
              held.kind(), held.amount(), held.unique(), held.from(), held.fromKey(), to, toKey));
    }
  }

  /**
   * Exchanges two slots of a player's own, empty or not; between two containers it is a move each
   * way.
   */
  void exchange(Draft draft, Container from, int slot, Container to, int toSlot) {
    ItemSlots slots = draft.slots(from);
    ItemSlots others = draft.slots(to);
    int itemKind = slots.kind(slot);
    int count = slots.count(slot);
    long unique = slots.unique(slot);
    addOwnLine(draft, slots, slot, from, to);
    addOwnLine(draft, others, toSlot, to, from);
    slots.set(slot, others.kind(toSlot), others.count(toSlot), others.unique(toSlot));
    others.set(toSlot, itemKind, count, unique);
  }

  private void addOwnLine(Draft draft, ItemSlots slots, int slot, Container from, Container to) {
    if (from != to && !slots.isEmpty(slot)) {
      lines.add(
          new LedgerLine(
              slots.kind(slot),
              slots.count(slot),
              slots.unique(slot),
              from,
              draft.playerId(),
              to,
              draft.playerId()));
    }
  }

  /** A commit names each count once. */
  private void count(Shop shop, int good, long change) {
    for (int i = 0; i < counted.size(); i++) {
      StockChange other = counted.get(i);
      if (other.shop() == shop && other.good() == good) {
        counted.set(i, new StockChange(shop, good, other.change() + change));
        return;
      }
    }
    if (change != 0) {
      counted.add(new StockChange(shop, good, change));
    }
  }

  /** A commit names one zone. */
  private void touch(Zone touched) {
    if (zone != null && zone != touched) {
      throw new IllegalStateException("two zones in one transfer: zone=" + touched.number());
    }
    zone = touched;
  }

  // ---- what it has become

  OperationKind kind() {
    return kind;
  }

  long tick() {
    return tick;
  }

  int rowCount() {
    return rowCount;
  }

  Draft row(int index) {
    return drafts[index];
  }

  /** Null: touches no ground and no shop. */
  @Nullable Zone zone() {
    return zone;
  }

  @Nullable Trade trade() {
    return trade;
  }

  List<LedgerLine> lines() {
    return lines;
  }

  List<GroundItem> taken() {
    return taken;
  }

  List<GroundItem> given() {
    return given;
  }

  List<StockChange> counted() {
    return counted;
  }

  /** Everything that was taken was put. */
  boolean isComplete() {
    return hand.isEmpty();
  }
}
