package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.OperationPublisher;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells players what the shop within their reach has: when they come to it, and when it changes, at
 * most once a tick. Whoever has no room for that is told the newest with the next look around: a
 * crowd at a shop changes it for all who stand there, and must cost nobody the session.
 */
final class ShopVisits {
  /** Nobody walks far in so many ticks. */
  private static final int EVERY_TICKS = 10;

  private static final short NO_SHOP = 0;

  private final Query players;
  private final Zones zones;
  private final OperationPublisher publisher;
  private final Lifecycle lifecycle;
  private final WorldCounters counters;
  private final List<Shop> changed = new ArrayList<>();

  ShopVisits(
      Tables tables,
      Zones zones,
      OperationPublisher publisher,
      Lifecycle lifecycle,
      WorldCounters counters) {
    this.players = tables.query(Columns.PLAYER.mask(), 0, 0);
    this.zones = zones;
    this.publisher = publisher;
    this.lifecycle = lifecycle;
    this.counters = counters;
  }

  void run(long tick) {
    for (int i = 0; i < changed.size(); i++) {
      tellVisitors(changed.get(i));
    }
    changed.clear();
    if (tick % EVERY_TICKS != 0 || zones.count() == 0) {
      return;
    }
    for (int t = 0; t < players.tableCount(); t++) {
      Table table = players.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        for (int row = 0; row < chunk.size(); row++) {
          visit(chunk, row);
        }
      }
    }
  }

  private void visit(Chunk chunk, int row) {
    Shop shop = shopWithinReach(chunk, row);
    short now = shop == null ? NO_SHOP : (short) (shop.index + 1);
    short[] within = chunk.column(Columns.SHOP_WITHIN_REACH);
    if (within[row] != now) {
      within[row] = now;
      if (shop != null) {
        tell(chunk, row, shop);
      }
    }
  }

  private @Nullable Shop shopWithinReach(Chunk chunk, int row) {
    Zone zone = zones.find(Short.toUnsignedInt(chunk.column(Columns.ZONE)[row]));
    if (zone == null || !zone.isLoaded() || chunk.column(Columns.FROZEN)[row] != 0) {
      return null;
    }
    float x = chunk.column(Columns.X)[row];
    float y = chunk.column(Columns.Y)[row];
    for (int i = 0; i < zone.shops().size(); i++) {
      Shop shop = zone.shops().get(i);
      if (shop.place.isWithin(x, y, Places.REACH_TILES)) {
        return shop;
      }
    }
    return null;
  }

  /** Its counts are others now: whoever is there is told at the end of this tick. */
  void changed(Shop shop) {
    if (!changed.contains(shop)) {
      changed.add(shop);
    }
  }

  private void tellVisitors(Shop shop) {
    for (int t = 0; t < players.tableCount(); t++) {
      Table table = players.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        short[] within = chunk.column(Columns.SHOP_WITHIN_REACH);
        byte[] frozen = chunk.column(Columns.FROZEN);
        for (int row = 0; row < chunk.size(); row++) {
          if (within[row] == shop.index + 1 && frozen[row] == 0) {
            tell(chunk, row, shop);
          }
        }
      }
    }
  }

  private void tell(Chunk chunk, int row, Shop shop) {
    long session = chunk.column(Columns.SESSION)[row];
    try {
      if (!send(session, shop)) {
        // As if he had not come yet.
        chunk.column(Columns.SHOP_WITHIN_REACH)[row] = NO_SHOP;
        counters.increment(WorldCounter.STOCKS_SKIPPED);
      }
    } catch (RuntimeException fault) {
      lifecycle.onFaultOfSession(session, fault);
    }
  }

  private boolean send(long session, Shop shop) {
    publisher.beginShopStock(session, shop.type.shop(), shop.till());
    for (int good = 0; good < shop.till(); good++) {
      publisher.good(
          shop.kindOf(good), shop.amount(good), shop.type.goods().get(good).item().price());
    }
    return publisher.sendShopStock();
  }
}
