package dev.keepstone.net.bot;

import dev.keepstone.ecs.content.Place;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ItemIntents;
import dev.keepstone.net.client.ItemNames.ItemKind;
import dev.keepstone.net.client.OwnState;
import dev.keepstone.net.client.TradeView;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Goes from bank to shop to what lies about, and does with its things what can be done where it
 * stands, about once a second. Its decisions follow from its seed and from what the server says, so
 * two runs differ.
 */
final class EconomyMind implements BotMind {
  private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(2);
  private static final int MIN_DEED_MS = 400;
  private static final int DEED_SPREAD_MS = 800;

  /** How long a bot stays with one destination, the way included. */
  private static final long STAY_NS = TimeUnit.SECONDS.toNanos(12);

  /** Nearer than the world's reach, so that a step in between matters little. */
  private static final float REACH_TILES = 1.5f;

  private static final float TRADE_TILES = 6;

  /** A bot wanders off a place or an item, too, so that they don't all stand on one spot. */
  private static final float WANDER_TILES = 10;

  private static final int MAX_BOUGHT = 3;

  private final SplittableRandom random;
  private final List<Place> places;
  private final OperationWatch watch;
  private final Haggling haggling;
  private final Course course;
  private final List<Near> items = new ArrayList<>();
  private final List<Near> players = new ArrayList<>();

  private @Nullable Place place;
  private float goalX;
  private float goalY;
  private long goalUntilNs;
  private long nextLookNs;
  private long nextDeedNs;
  private boolean isNew = true;

  /** Something or somebody near, as of the newest Seen. */
  private record Near(long entity, float x, float y) {
    double tilesFrom(float fromX, float fromY) {
      return Math.hypot(x - fromX, y - fromY);
    }
  }

  EconomyMind(long seed, List<Place> places, OperationWatch watch) {
    random = new SplittableRandom(seed);
    this.places = places;
    this.watch = watch;
    haggling = new Haggling(random.split(), watch);
    course = new Course(random.split());
  }

  @Override
  public void onEntered() {
    isNew = true;
    items.clear();
    players.clear();
    haggling.reset();
  }

  @Override
  public void onSeen(SeenDecoder message) {
    items.clear();
    players.clear();
    for (SeenDecoder.NearDecoder near : message.near()) {
      Near seen = new Near(near.entity(), near.x(), near.y());
      if (near.kind() == EntityKind.ITEM) {
        items.add(seen);
      } else if (near.kind() == EntityKind.PLAYER) {
        players.add(seen);
      }
      near.skipName();
    }
  }

  @Override
  public void onTradeWindow(TradeView trade, long nowNs) {
    haggling.onTradeWindow(trade, nowNs);
  }

  @Override
  public int step(GameClient client, float x, float y, long nowNs) {
    if (isNew) {
      isNew = false;
      nextLookNs = nowNs + jitterNs(LOOK_NS);
      nextDeedNs = nowNs + jitterNs(LOOK_NS);
      goalUntilNs = nowNs;
    }
    if (nowNs - nextLookNs >= 0) {
      nextLookNs = nowNs + LOOK_NS;
      client.look();
    }
    if (haggling.isBusy()) {
      // It stands still: whoever walks away ends the trade.
      haggling.step(client, nowNs);
      return 0;
    }
    if (nowNs - nextDeedNs >= 0) {
      nextDeedNs =
          nowNs + TimeUnit.MILLISECONDS.toNanos(MIN_DEED_MS + random.nextInt(DEED_SPREAD_MS));
      watch.onSent(act(client, x, y, nowNs));
    }
    if (nowNs - goalUntilNs >= 0) {
      chooseGoal(x, y, nowNs);
    }
    course.steer(x, y, goalX, goalY, nowNs);
    return client.move(course.directionX(), course.directionY(), WalkMind.WALK_TICKS);
  }

  private long jitterNs(long spreadNs) {
    return random.nextLong(spreadNs);
  }

  private void chooseGoal(float x, float y, long nowNs) {
    goalUntilNs = nowNs + STAY_NS;
    place = null;
    int roll = random.nextInt(4);
    if (roll == 0 && !items.isEmpty()) {
      Near item = items.get(random.nextInt(items.size()));
      goalX = item.x();
      goalY = item.y();
    } else if (roll <= 2 && !places.isEmpty()) {
      place = places.get(random.nextInt(places.size()));
      goalX = place.x() + place.widthTiles() / 2;
      goalY = place.y() + place.heightTiles() / 2;
    } else {
      goalX = x + (random.nextFloat() - 0.5f) * WANDER_TILES;
      goalY = y + (random.nextFloat() - 0.5f) * WANDER_TILES;
    }
  }

  /** One deed that makes sense here; 0 when there is none, or it can't be sent. */
  private long act(GameClient client, float x, float y, long nowNs) {
    if (haggling.wantsToAsk(nowNs)) {
      Near partner = nearest(players, x, y, TRADE_TILES);
      if (partner != null) {
        haggling.ask(client, partner.entity(), nowNs);
        return 0;
      }
    }
    Near item = nearest(items, x, y, REACH_TILES);
    if (item != null) {
      items.remove(item);
      return client.items().take(item.entity());
    }
    Place here = place;
    // Now and then it does something else, even where it could bank or deal.
    if (here != null && here.isWithin(x, y, REACH_TILES) && random.nextInt(4) != 0) {
      return here.isBank() ? bank(client) : deal(client);
    }
    return dress(client);
  }

  private long bank(GameClient client) {
    ItemIntents intents = client.items();
    OwnState own = client.own();
    int slot = Picking.occupied(own.inventory(), random);
    int banked = Picking.occupied(own.bank(), random);
    if (slot != ItemSlots.NONE && (banked == ItemSlots.NONE || random.nextBoolean())) {
      return intents.deposit(slot, random.nextInt(2));
    }
    return banked == ItemSlots.NONE ? 0 : intents.withdraw(banked, random.nextInt(2));
  }

  private long deal(GameClient client) {
    OwnState own = client.own();
    List<OwnState.Goods> goods = own.shop().goods();
    int slot = Picking.occupied(own.inventory(), random);
    if (slot != ItemSlots.NONE && random.nextBoolean()) {
      return client.items().sell(slot, 1);
    }
    if (goods.isEmpty()) {
      return 0;
    }
    OwnState.Goods wanted = goods.get(random.nextInt(goods.size()));
    long affordable = wanted.price() == 0 ? 0 : own.coins() / wanted.price();
    long count = Math.min(Math.min(affordable, wanted.amount()), 1 + random.nextInt(MAX_BOUGHT));
    return count == 0 ? 0 : client.items().buy(wanted.kind(), (int) count);
  }

  private long dress(GameClient client) {
    OwnState own = client.own();
    int slot = Picking.occupied(own.inventory(), random);
    int worn = Picking.occupied(own.equipment(), random);
    if (worn != ItemSlots.NONE && random.nextInt(3) == 0) {
      return client.items().unequip(worn);
    }
    if (slot == ItemSlots.NONE) {
      return 0;
    }
    ItemKind kind = own.items().get(own.inventory().kind(slot));
    if (kind != null && kind.isWorn() && random.nextBoolean()) {
      return client.items().equip(slot);
    }
    // A whole stack seldom: what lies about feeds everybody.
    return client.items().drop(slot, random.nextInt(4) == 0 ? 0 : 1);
  }

  private static @Nullable Near nearest(List<Near> all, float x, float y, float withinTiles) {
    Near nearest = null;
    for (Near near : all) {
      double tiles = near.tilesFrom(x, y);
      if (tiles <= withinTiles && (nearest == null || tiles < nearest.tilesFrom(x, y))) {
        nearest = near;
      }
    }
    return nearest;
  }
}
