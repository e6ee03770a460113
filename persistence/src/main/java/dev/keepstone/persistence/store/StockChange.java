package dev.keepstone.persistence.store;

/**
 * By how much a shop's count changes.
 *
 * @param kind of item; 0: coins in the till
 * @param change below 0: goes out
 */
public record StockChange(int shop, int kind, long change) {
  /** Name of the count in the hash of the zone: {@code k:SHOP:KIND}, or {@code t:SHOP}. */
  public String field() {
    return kind == 0 ? "t:" + shop : "k:" + shop + ":" + kind;
  }
}
