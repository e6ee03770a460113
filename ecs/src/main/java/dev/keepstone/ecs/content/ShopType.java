package dev.keepstone.ecs.content;

import java.util.List;

/**
 * A shop: what it deals in.
 *
 * @param shop its number in stock, till and ledger, 1 to 65 535
 * @param key how maps refer to it
 * @param tillCoins what its till is filled up to when it holds less
 * @param goods in order of their kinds, each kind once
 */
public record ShopType(int shop, String key, int tillCoins, List<Good> goods) {
  public ShopType {
    goods = List.copyOf(goods);
  }

  /**
   * One kind on the shelf.
   *
   * @param restockCount what the stock is filled up to when it is lower
   */
  public record Good(ItemType item, int restockCount) {}
}
