package dev.keepstone.bench.jmh.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.keepstone.bench.jmh.world.OpenField;
import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.system.Sights;
import dev.keepstone.ecs.system.VisibilityGrid;
import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.CommandBuffer;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What an entity costs beyond the cells of its columns: its id, its place, its dirty bits and
 * change counter, its share of chunks, of the command buffer, of the visibility grid and of what
 * players are told of it. Measured as what the JVM allocates on this thread while a world of so
 * many creatures is made, all chunks full, so that rounding up to whole chunks (at most 1 023 rows
 * a table) is left out.
 */
class EntityFootprintTest {
  private static final int ENTITIES = 100 * 1024;

  /**
   * The goal (docs/benchmarks.md); 61.3 were reached. The command buffer grows with what one tick
   * asks of it, so that a new one costs an entity nothing.
   */
  private static final int GUARD_BYTES = 64;

  private static final int FIELD_TILES = 1024;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void anEntityCostsNoMoreBeyondItsColumnsThanItDid() {
    double columns = columnBytes(Archetypes.CREATURE);
    Measured<Tables> tables = measure(EntityFootprintTest::filled);
    // A store has one command buffer, and each measurement makes two.
    Iterator<Tables> stores = List.of(filled(), filled()).iterator();
    Measured<CommandBuffer> commands = measure(() -> new CommandBuffer(stores.next()));
    ZoneMaps zones = OpenField.of(1, FIELD_TILES, 0).zones();
    Measured<VisibilityGrid> grid = measure(() -> new VisibilityGrid(tables.made, zones, 60));

    double store = tables.bytesPerEntity - columns;
    // One player: what each of them costs is 504 bytes more, for those in sight of it.
    Measured<Sights> sights = measure(() -> new Sights(tables.made.ids(), 1, 60));
    double all = store + commands.bytesPerEntity + grid.bytesPerEntity + sights.bytesPerEntity;
    System.out.printf(
        "bytes per entity: columns=%.1f store=%.1f commands=%.1f grid=%.1f sights=%.1f"
            + " beyondColumns=%.1f%n",
        columns, store, commands.bytesPerEntity, grid.bytesPerEntity, sights.bytesPerEntity, all);
    assertThat(store).isPositive();
    assertThat(all).isLessThanOrEqualTo(GUARD_BYTES);
  }

  private static Tables filled() {
    Tables tables = new Tables(Columns.SCHEMA, ENTITIES);
    Table table = tables.table(Archetypes.CREATURE);
    for (int i = 0; i < ENTITIES; i++) {
      tables.create(table);
    }
    return tables;
  }

  private static double columnBytes(long archetype) {
    int bytes = 0;
    for (Column<?> column : Columns.SCHEMA.columns()) {
      if ((column.component().mask() & archetype) != 0) {
        bytes +=
            switch (column.type()) {
              case LONG -> Long.BYTES;
              case FLOAT, INT -> Integer.BYTES;
              case SHORT -> Short.BYTES;
              case BYTE -> Byte.BYTES;
            };
      }
    }
    return bytes;
  }

  private record Measured<T>(T made, double bytesPerEntity) {}

  /** Twice, so that loading classes isn't counted. */
  private <T> Measured<T> measure(Supplier<T> maker) {
    Objects.requireNonNull(maker.get());
    long before = threads.getCurrentThreadAllocatedBytes();
    T made = maker.get();
    long after = threads.getCurrentThreadAllocatedBytes();
    return new Measured<>(made, (double) (after - before) / ENTITIES);
  }
}
