package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedEncoder;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.store.Stock;
import dev.keepstone.persistence.store.ZoneReply;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/** Cuts what lies in a zone into messages that fit anywhere: entries and counts side by side. */
final class ZonePages {
  /**
   * 64 entries and 64 counts are 3.3 KB: below every limit of a message on its way to the world.
   */
  static final int PAGE = 64;

  private final ZoneLoadedEncoder loaded = new ZoneLoadedEncoder();

  /** How many messages it takes; one at least. */
  static int count(ZoneReply reply, List<GroundItem> items) {
    int longest = Math.max(items.size(), reply.stocks().size());
    return Math.max(1, (longest + PAGE - 1) / PAGE);
  }

  /** Writes one message; returns the length of its body. */
  int encode(
      MutableDirectBuffer buffer,
      MessageHeaderEncoder header,
      int zone,
      ZoneReply reply,
      List<GroundItem> items,
      int page) {
    boolean isLast = page == count(reply, items) - 1;
    loaded
        .wrapAndApplyHeader(buffer, 0, header)
        .changes(reply.changes())
        .events(reply.events())
        .epoch(reply.epoch())
        .zone(zone)
        .isFirst((short) (page == 0 ? 1 : 0))
        .isLast((short) (isLast ? 1 : 0));
    List<GroundItem> itemsHere = slice(items, page);
    ZoneLoadedEncoder.EntriesEncoder entries = loaded.entriesCount(itemsHere.size());
    for (GroundItem item : itemsHere) {
      entries
          .next()
          .entry(item.entry())
          .unique(item.unique())
          .expiresAtMs(item.expiresAtMs())
          .amount(item.amount())
          .x(item.x())
          .y(item.y())
          .kind(item.kind());
    }
    List<Stock> stocksHere = slice(reply.stocks(), page);
    ZoneLoadedEncoder.StocksEncoder stocks = loaded.stocksCount(stocksHere.size());
    for (Stock stock : stocksHere) {
      stocks.next().amount(stock.count()).shop(stock.shop()).kind(stock.kind());
    }
    return loaded.encodedLength();
  }

  private static <T> List<T> slice(List<T> all, int page) {
    int from = Math.min(page * PAGE, all.size());
    return all.subList(from, Math.min(from + PAGE, all.size()));
  }
}
