package dev.keepstone.ecs.table;

import java.lang.reflect.Array;

/**
 * The declaration of one column: what a row holds under this name. Made by {@link Schema}.
 *
 * @param <A> the primitive array that holds one chunk of it, such as {@code float[]}
 */
public final class Column<A> {
  /** What one cell is. */
  public enum Type {
    FLOAT,
    INT,
    LONG,
    SHORT,
    BYTE
  }

  private final int ordinal;
  private final Component component;
  private final Type type;
  private final Class<A> arrayType;
  private final String name;
  private final String unit;
  private final Durability durability;
  private final Replication replication;
  private final int cellsPerRow;

  Column(
      int ordinal,
      Component component,
      Type type,
      Class<A> arrayType,
      String name,
      String unit,
      Durability durability,
      Replication replication,
      int cellsPerRow) {
    this.ordinal = ordinal;
    this.component = component;
    this.type = type;
    this.arrayType = arrayType;
    this.name = name;
    this.unit = unit;
    this.durability = durability;
    this.replication = replication;
    this.cellsPerRow = cellsPerRow;
  }

  /** Position in its schema; also the index of its array in a chunk. */
  int ordinal() {
    return ordinal;
  }

  Class<A> arrayType() {
    return arrayType;
  }

  /** The cells of so many rows, all 0. */
  A newArray(int rows) {
    return arrayType.cast(Array.newInstance(arrayType.componentType(), rows * cellsPerRow));
  }

  public Component component() {
    return component;
  }

  public Type type() {
    return type;
  }

  public String name() {
    return name;
  }

  /**
   * 1, or more for a block such as the slots of an inventory: cell {@code i} of a row is at {@code
   * row * cellsPerRow + i} of the array.
   */
  public int cellsPerRow() {
    return cellsPerRow;
  }

  /** What the number counts or measures, such as {@code tiles}. */
  public String unit() {
    return unit;
  }

  public Durability durability() {
    return durability;
  }

  public Replication replication() {
    return replication;
  }

  @Override
  public String toString() {
    return component + "." + name;
  }
}
