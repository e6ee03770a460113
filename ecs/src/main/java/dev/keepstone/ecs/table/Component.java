package dev.keepstone.ecs.table;

/**
 * A kind of component: a bit in an archetype's mask and the columns that come with it. Made by
 * {@link Schema}.
 */
public final class Component {
  private final String name;
  private final int bit;

  Component(String name, int bit) {
    this.name = name;
    this.bit = bit;
  }

  public String name() {
    return name;
  }

  /** This component alone, as a mask. */
  public long mask() {
    return 1L << bit;
  }

  /** The mask of an archetype that has exactly these components. */
  public static long maskOf(Component... components) {
    long mask = 0;
    for (Component component : components) {
      mask |= component.mask();
    }
    return mask;
  }

  @Override
  public String toString() {
    return name;
  }
}
