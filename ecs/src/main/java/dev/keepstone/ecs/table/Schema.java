package dev.keepstone.ecs.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The list of all components and their columns, in order of declaration. Filled once, while the
 * class that declares it is initialised, and only read after that.
 */
public final class Schema {
  /** A mask is a {@code long}. */
  public static final int MAX_COMPONENTS = Long.SIZE;

  private final List<Component> components = new ArrayList<>();
  private final List<Column<?>> columns = new ArrayList<>();

  /**
   * Declares a kind of component.
   *
   * @throws IllegalStateException when the mask has no bit left for it
   */
  public Component component(String name) {
    if (components.size() == MAX_COMPONENTS) {
      throw new IllegalStateException(
          "too many kinds of component: name=" + name + " max=" + MAX_COMPONENTS);
    }
    Component component = new Component(name, components.size());
    components.add(component);
    return component;
  }

  public Column<float[]> floats(
      Component component,
      String name,
      String unit,
      Durability durability,
      Replication replication) {
    return add(component, Column.Type.FLOAT, float[].class, name, unit, durability, replication);
  }

  public Column<int[]> ints(
      Component component,
      String name,
      String unit,
      Durability durability,
      Replication replication) {
    return add(component, Column.Type.INT, int[].class, name, unit, durability, replication);
  }

  public Column<long[]> longs(
      Component component,
      String name,
      String unit,
      Durability durability,
      Replication replication) {
    return add(component, Column.Type.LONG, long[].class, name, unit, durability, replication);
  }

  public Column<short[]> shorts(
      Component component,
      String name,
      String unit,
      Durability durability,
      Replication replication) {
    return add(component, Column.Type.SHORT, short[].class, name, unit, durability, replication);
  }

  public Column<byte[]> bytes(
      Component component,
      String name,
      String unit,
      Durability durability,
      Replication replication) {
    return add(component, Column.Type.BYTE, byte[].class, name, unit, durability, replication);
  }

  public List<Column<?>> columns() {
    return Collections.unmodifiableList(columns);
  }

  private <A> Column<A> add(
      Component component,
      Column.Type type,
      Class<A> arrayType,
      String name,
      String unit,
      Durability durability,
      Replication replication) {
    Column<A> column =
        new Column<>(
            columns.size(), component, type, arrayType, name, unit, durability, replication);
    columns.add(column);
    return column;
  }
}
