package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.ItemKindsDecoder;
import java.util.Locale;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** What the server's kinds of items are called. */
public final class ItemNames {
  /** Of a kind that can't be worn. */
  public static final int NOT_WORN = 255;

  private final Int2ObjectHashMap<ItemKind> kindByNumber = new Int2ObjectHashMap<>();

  /**
   * A kind of item.
   *
   * @param maxStack in one slot
   * @param equipSlot {@link #NOT_WORN} or a slot of the equipment
   */
  public record ItemKind(int kind, String name, long maxStack, int equipSlot) {
    public boolean isWorn() {
      return equipSlot != NOT_WORN;
    }
  }

  /** Null when the server hasn't told of this kind. */
  public @Nullable ItemKind get(int kind) {
    return kindByNumber.get(kind);
  }

  /** Its name, or its number when the server hasn't told of it. */
  public String name(int kind) {
    ItemKind known = kindByNumber.get(kind);
    return known == null ? "item " + kind : known.name();
  }

  /** The kind of that name, in any case; 0 when there is none. */
  public int kindOf(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (ItemKind kind : kindByNumber.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(wanted)) {
        return kind.kind();
      }
    }
    return 0;
  }

  void apply(ItemKindsDecoder message) {
    for (ItemKindsDecoder.KindsDecoder kind : message.kinds()) {
      kindByNumber.put(
          kind.kind(), new ItemKind(kind.kind(), kind.name(), kind.maxStack(), kind.equipSlot()));
    }
  }
}
