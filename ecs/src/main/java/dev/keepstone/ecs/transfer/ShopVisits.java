package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.message.OperationPublisher;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Tells players what the shop within their reach has: when they come to it, and when it changes.
 */
final class ShopVisits {
  /** Nobody walks far in so many ticks. */
  private static final int EVERY_TICKS = 10;

  private static final short NO_SHOP = 0;

  private final Query players;
  private final Zones zones;
  private final OperationPublisher publisher;
  private final Lifecycle lifecycle;

  ShopVisits(Tables tables, Zones zones, OperationPublisher publisher, Lifecycle lifecycle) {
    this.players = tables.query(Columns.PLAYER.mask(), 0, 0);
    this.zones = zones;
    this.publisher = publisher;
    this.lifecycle = lifecycle;
  }

  void run(long tick) {
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
        tell(chunk.column(Columns.SESSION)[row], shop);
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

  /** Its counts are others now: whoever is there is told. */
  void changed(Shop shop) {
    for (int t = 0; t < players.tableCount(); t++) {
      Table table = players.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        short[] within = chunk.column(Columns.SHOP_WITHIN_REACH);
        byte[] frozen = chunk.column(Columns.FROZEN);
        for (int row = 0; row < chunk.size(); row++) {
          if (within[row] == shop.index + 1 && frozen[row] == 0) {
            tell(chunk.column(Columns.SESSION)[row], shop);
          }
        }
      }
    }
  }

  private void tell(long session, Shop shop) {
    try {
      if (!send(session, shop)) {
        lifecycle.overrun(session);
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
