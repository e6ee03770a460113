package dev.keepstone.ecs.component;

import static dev.keepstone.ecs.table.Durability.DURABLE;
import static dev.keepstone.ecs.table.Replication.HIDDEN;

import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.Schema;

/**
 * The three columns of one container of items: slot {@code i} of a row is cell {@code row * slots +
 * i} of each.
 *
 * @param kinds item kind, unsigned, 0: an empty slot
 * @param counts how many
 * @param uniques id of a unique item, else 0
 * @param slots of one row
 */
public record ItemColumns(
    Column<short[]> kinds, Column<int[]> counts, Column<long[]> uniques, int slots) {
  static ItemColumns declare(Schema schema, Component component, String name, int slots) {
    return new ItemColumns(
        schema.shortBlock(component, name + "Kinds", "item kinds", slots, DURABLE, HIDDEN),
        schema.intBlock(component, name + "Counts", "items", slots, DURABLE, HIDDEN),
        schema.longBlock(component, name + "Uniques", "item ids", slots, DURABLE, HIDDEN),
        slots);
  }
}
