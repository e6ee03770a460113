package dev.keepstone.persistence.ledger;

import dev.keepstone.ecs.message.sbe.Container;
import java.util.Comparator;
import java.util.Locale;

/**
 * Whoever can have something. A player's inventory, equipment and bank are one: between them
 * nothing is won or lost.
 *
 * @param key player id, zone, shop number, or NamedAccount code
 */
public record Holder(Kind kind, long key) implements Comparable<Holder> {
  private static final Comparator<Holder> ORDER =
      Comparator.comparing(Holder::kind).thenComparingLong(Holder::key);

  /** What kind of holder; sources and sinks have what they gave or took. */
  public enum Kind {
    PLAYER,
    GROUND,
    SHOP,
    SOURCE,
    SINK
  }

  /** Of one side of a line. */
  public static Holder of(Container container, long key) {
    return new Holder(
        switch (container) {
          case INVENTORY, EQUIPMENT, BANK -> Kind.PLAYER;
          case GROUND -> Kind.GROUND;
          case SHOP -> Kind.SHOP;
          case SOURCE -> Kind.SOURCE;
          case SINK -> Kind.SINK;
          case NULL_VAL -> throw new IllegalArgumentException("no container");
        },
        key);
  }

  /** Whether it is the world outside, whose balance no record shows. */
  public boolean isOutside() {
    return kind == Kind.SOURCE || kind == Kind.SINK;
  }

  @Override
  public int compareTo(Holder other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + key;
  }
}
