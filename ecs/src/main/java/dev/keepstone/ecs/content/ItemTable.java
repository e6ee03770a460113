package dev.keepstone.ecs.content;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import dev.keepstone.ecs.state.StateLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All kinds of items, in order of their numbers. */
public final class ItemTable {
  /** Names of the slots of the equipment: the index is the slot. */
  static final List<String> EQUIP_SLOTS =
      List.of(
          "head",
          "cape",
          "neck",
          "weapon",
          "body",
          "shield",
          "legs",
          "hands",
          "feet",
          "ring",
          "ammunition");

  private static final int MAX_KIND = 65_535;
  private static final int MAX_PRICE = 1_000_000;
  private static final String NOT_WORN = "none";

  private final List<ItemType> types;
  private final @Nullable ItemType[] byKind;

  private ItemTable(List<ItemType> types) {
    this.types = List.copyOf(types);
    byKind = new ItemType[types.isEmpty() ? 1 : types.get(types.size() - 1).kind() + 1];
    for (ItemType type : types) {
      byKind[type.kind()] = type;
    }
  }

  /** Of a world without items. */
  public static ItemTable empty() {
    return new ItemTable(List.of());
  }

  /**
   * Reads a HOCON file with one block a kind below {@code items}.
   *
   * @throws ContentException when a value is missing, out of its range or used twice
   */
  public static ItemTable read(ContentSource source) {
    try {
      Config items = ContentParser.parse(source, ConfigSyntax.CONF).getConfig("items");
      List<ItemType> types = new ArrayList<>();
      for (String key : items.root().keySet()) {
        types.add(read(source, key, items.getConfig(ConfigUtil.quoteString(key))));
      }
      types.sort(Comparator.comparingInt(ItemType::kind).thenComparing(ItemType::key));
      for (int i = 1; i < types.size(); i++) {
        check(
            source,
            "item=" + types.get(i).key(),
            types.get(i).kind() != types.get(i - 1).kind(),
            "kind=" + types.get(i).kind() + " is also that of item=" + types.get(i - 1).key(),
            "give each its own number");
      }
      return new ItemTable(types);
    } catch (ConfigException e) {
      throw new ContentException(
          source.name(), "", String.valueOf(e.getMessage()), "see config/world/items.conf");
    }
  }

  private static ItemType read(ContentSource source, String key, Config item) {
    String place = "item=" + key;
    String name = item.getString("name");
    check(
        source,
        place,
        !name.isBlank() && name.length() <= 32,
        "out of range: name=" + name,
        "allowed is 1 to 32 characters");
    String slotName = item.getString("equip-slot");
    int slot = EQUIP_SLOTS.indexOf(slotName);
    check(
        source,
        place,
        slot >= 0 || slotName.equals(NOT_WORN),
        "unknown slot: equip-slot=" + slotName,
        "allowed is none, " + String.join(", ", EQUIP_SLOTS));
    return new ItemType(
        number(source, place, item, "kind", 1, MAX_KIND),
        key,
        name,
        number(source, place, item, "max-stack", 1, StateLimits.MAX_COUNT),
        slot >= 0 ? slot : ItemType.NOT_WORN,
        number(source, place, item, "heal-hp", 0, 65_535),
        number(source, place, item, "price", 0, MAX_PRICE));
  }

  static int number(
      ContentSource source, String place, Config config, String name, int min, int max) {
    long value = config.getLong(name);
    check(
        source,
        place,
        value >= min && value <= max,
        "out of range: " + name + "=" + value,
        "allowed is " + min + " to " + max);
    return (int) value;
  }

  static void check(ContentSource source, String place, boolean ok, String what, String advice) {
    if (!ok) {
      throw new ContentException(source.name(), place, what, advice);
    }
  }

  public int size() {
    return types.size();
  }

  /** One of them, in order of their numbers. */
  public ItemType at(int index) {
    return types.get(index);
  }

  /** The kind of that number, or null. */
  public @Nullable ItemType get(int kind) {
    return kind >= 0 && kind < byKind.length ? byKind[kind] : null;
  }

  /** The kind of that key, or null. */
  public @Nullable ItemType find(String key) {
    for (ItemType type : types) {
      if (type.key().equals(key)) {
        return type;
      }
    }
    return null;
  }
}
