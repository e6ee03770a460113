package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.Place;
import dev.keepstone.ecs.content.ShopType;
import java.util.Arrays;

/**
 * What a shop holds, as the store has last said, and what is promised to operations whose outcome
 * is not known. The till is one more good, the last, counted in coins.
 */
final class Shop {
  static final int NONE = -1;

  /** Kind of the till in messages. */
  static final int TILL_KIND = 0;

  final ShopType type;

  /** In the ShopTable. */
  final int index;

  final Place place;
  private final long[] amounts;
  private final long[] promised;

  Shop(ShopType type, int index, Place place) {
    this.type = type;
    this.index = index;
    this.place = place;
    amounts = new long[type.goods().size() + 1];
    promised = new long[amounts.length];
  }

  /** Goods, and the till. */
  int size() {
    return amounts.length;
  }

  int till() {
    return amounts.length - 1;
  }

  /** Its index, or {@link #NONE} when this shop doesn't deal in it. */
  int indexOf(int kind) {
    if (kind == TILL_KIND) {
      return till();
    }
    for (int good = 0; good < till(); good++) {
      if (type.goods().get(good).item().kind() == kind) {
        return good;
      }
    }
    return NONE;
  }

  int kindOf(int good) {
    return good == till() ? TILL_KIND : type.goods().get(good).item().kind();
  }

  /** What it is filled up to. */
  long restockOf(int good) {
    return good == till() ? type.tillCoins() : type.goods().get(good).restockCount();
  }

  long amount(int good) {
    return amounts[good];
  }

  void amount(int good, long amount) {
    amounts[good] = amount;
  }

  /** What can still be given away. */
  long available(int good) {
    return amounts[good] - promised[good];
  }

  /** Something is on its way out; what comes in is not counted before it is durable. */
  void promise(int good, long change) {
    promised[good] += Math.max(0, -change);
  }

  void settle(int good, long change) {
    promised[good] -= Math.max(0, -change);
  }

  void forget() {
    Arrays.fill(amounts, 0);
    Arrays.fill(promised, 0);
  }
}
