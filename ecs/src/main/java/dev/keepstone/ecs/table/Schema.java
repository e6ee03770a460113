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

  /**
   * The widest block of {@code long}s takes 1 MiB in the first chunk of a table, 64 in the last.
   */
  public static final int MAX_CELLS_PER_ROW = 128;

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

  /**
   * Declares a block: so many cells in each row, side by side.
   *
   * @param cellsPerRow 2 to {@link #MAX_CELLS_PER_ROW}
   */
  public Column<int[]> intBlock(
      Component component,
      String name,
      String unit,
      int cellsPerRow,
      Durability durability,
      Replication replication) {
    return addBlock(
        component, Column.Type.INT, int[].class, name, unit, durability, replication, cellsPerRow);
  }

  /** See {@link #intBlock}. */
  public Column<long[]> longBlock(
      Component component,
      String name,
      String unit,
      int cellsPerRow,
      Durability durability,
      Replication replication) {
    return addBlock(
        component,
        Column.Type.LONG,
        long[].class,
        name,
        unit,
        durability,
        replication,
        cellsPerRow);
  }

  /** See {@link #intBlock}. */
  public Column<short[]> shortBlock(
      Component component,
      String name,
      String unit,
      int cellsPerRow,
      Durability durability,
      Replication replication) {
    return addBlock(
        component,
        Column.Type.SHORT,
        short[].class,
        name,
        unit,
        durability,
        replication,
        cellsPerRow);
  }

  /** The mask of all components declared so far. */
  long mask() {
    return components.size() == Long.SIZE ? -1L : (1L << components.size()) - 1;
  }

  public List<Column<?>> columns() {
    return Collections.unmodifiableList(columns);
  }

  private <A> Column<A> addBlock(
      Component component,
      Column.Type type,
      Class<A> arrayType,
      String name,
      String unit,
      Durability durability,
      Replication replication,
      int cellsPerRow) {
    if (cellsPerRow < 2 || cellsPerRow > MAX_CELLS_PER_ROW) {
      throw new IllegalArgumentException(
          "bad block: name="
              + name
              + " cellsPerRow="
              + cellsPerRow
              + " | allowed is 2 to "
              + MAX_CELLS_PER_ROW);
    }
    return add(component, type, arrayType, name, unit, durability, replication, cellsPerRow);
  }

  private <A> Column<A> add(
      Component component,
      Column.Type type,
      Class<A> arrayType,
      String name,
      String unit,
      Durability durability,
      Replication replication) {
    return add(component, type, arrayType, name, unit, durability, replication, 1);
  }

  private <A> Column<A> add(
      Component component,
      Column.Type type,
      Class<A> arrayType,
      String name,
      String unit,
      Durability durability,
      Replication replication,
      int cellsPerRow) {
    Column<A> column =
        new Column<>(
            columns.size(),
            component,
            type,
            arrayType,
            name,
            unit,
            durability,
            replication,
            cellsPerRow);
    columns.add(column);
    return column;
  }
}
