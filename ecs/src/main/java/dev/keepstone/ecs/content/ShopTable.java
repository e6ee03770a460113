package dev.keepstone.ecs.content;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import dev.keepstone.ecs.state.StateLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All shops, in order of their numbers. */
public final class ShopTable {
  /** One restock fills a whole shop: its counts must fit in one commit. */
  public static final int MAX_GOODS = 32;

  private static final int MAX_SHOP = 65_535;
  private static final int MAX_TILL = 1_000_000_000;

  private final List<ShopType> shops;

  private ShopTable(List<ShopType> shops) {
    this.shops = List.copyOf(shops);
  }

  /** Of a world without shops. */
  public static ShopTable empty() {
    return new ShopTable(List.of());
  }

  /**
   * Reads a HOCON file with one block a shop below {@code shops}.
   *
   * @throws ContentException when a value is missing, out of its range, unknown or used twice
   */
  public static ShopTable read(ContentSource source, ItemTable items) {
    try {
      Config config = ContentParser.parse(source, ConfigSyntax.CONF).getConfig("shops");
      List<ShopType> shops = new ArrayList<>();
      for (String key : config.root().keySet()) {
        shops.add(read(source, key, config.getConfig(ConfigUtil.quoteString(key)), items));
      }
      shops.sort(Comparator.comparingInt(ShopType::shop).thenComparing(ShopType::key));
      for (int i = 1; i < shops.size(); i++) {
        ItemTable.check(
            source,
            "shop=" + shops.get(i).key(),
            shops.get(i).shop() != shops.get(i - 1).shop(),
            "shop=" + shops.get(i).shop() + " is also that of shop=" + shops.get(i - 1).key(),
            "give each its own number");
      }
      return new ShopTable(shops);
    } catch (ConfigException e) {
      throw new ContentException(
          source.name(), "", String.valueOf(e.getMessage()), "see config/world/shops.conf");
    }
  }

  private static ShopType read(ContentSource source, String key, Config shop, ItemTable items) {
    String place = "shop=" + key;
    Config goods = shop.getConfig("goods");
    List<ShopType.Good> shelf = new ArrayList<>();
    for (String itemKey : goods.root().keySet()) {
      ItemType item = items.find(itemKey);
      if (item == null || item.price() == 0) {
        throw new ContentException(
            source.name(),
            place,
            (item == null ? "unknown item: " : "an item without a price: ") + itemKey,
            "use a kind of items.conf with a price");
      }
      int count =
          ItemTable.number(
              source, place, goods, ConfigUtil.quoteString(itemKey), 0, StateLimits.MAX_COUNT);
      shelf.add(new ShopType.Good(item, count));
    }
    ItemTable.check(
        source,
        place,
        shelf.size() <= MAX_GOODS,
        "too many goods: " + shelf.size(),
        "allowed are " + MAX_GOODS);
    shelf.sort(Comparator.comparingInt(good -> good.item().kind()));
    return new ShopType(
        ItemTable.number(source, place, shop, "shop", 1, MAX_SHOP),
        key,
        ItemTable.number(source, place, shop, "till", 0, MAX_TILL),
        shelf);
  }

  public int size() {
    return shops.size();
  }

  /** One of them, in order of their numbers. */
  public ShopType at(int index) {
    return shops.get(index);
  }

  /** The index of that key, or -1. */
  public int indexOf(String key) {
    for (int i = 0; i < shops.size(); i++) {
      if (shops.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }
}
