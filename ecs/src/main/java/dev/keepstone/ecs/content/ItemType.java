package dev.keepstone.ecs.content;

import java.nio.charset.StandardCharsets;

/**
 * A kind of item.
 *
 * @param kind its number in records, rows and the ledger, 1 to 65 535
 * @param key how other files refer to it
 * @param name how players see it
 * @param maxStack in one slot; 1: each is unique and has a 64-bit id of its own
 * @param equipSlot slot of the equipment, or {@link #NOT_WORN}
 * @param healHp what consuming it gives back; 0: can't be consumed
 * @param price coins that a shop asks for one; 0: no shop deals in it
 */
public record ItemType(
    int kind, String key, String name, int maxStack, int equipSlot, int healHp, int price) {
  /** As it travels in {@code ItemKinds}. */
  public static final int NOT_WORN = 255;

  /** Made anew at each call. */
  public byte[] utf8Name() {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  public boolean isUnique() {
    return maxStack == 1;
  }

  public boolean isWorn() {
    return equipSlot != NOT_WORN;
  }

  /** What a shop pays for one. */
  public int sellPrice() {
    return price / 2;
  }
}
