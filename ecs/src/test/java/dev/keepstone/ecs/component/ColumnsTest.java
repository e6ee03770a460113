package dev.keepstone.ecs.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.SnapshotEncoder;
import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Replication;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds columns and snapshot together; {@code PlayerStatesTest} columns and records. */
class ColumnsTest {
  @Test
  void everyColumnIsClassified() {
    assertThat(Columns.SCHEMA.columns()).hasSizeGreaterThan(20);
    for (Column<?> column : Columns.SCHEMA.columns()) {
      assertThat(column.durability()).as(column.toString()).isNotNull();
      assertThat(column.replication()).as(column.toString()).isNotNull();
      assertThat(column.unit()).as(column.toString()).isNotBlank();
      assertThat(column.name()).as(column.toString()).isNotBlank();
    }
  }

  @Test
  void everyColumnHasItsOwnNameAndConstant() throws IllegalAccessException {
    List<Object> constants = new ArrayList<>();
    for (Field field : Columns.class.getDeclaredFields()) {
      if (field.getType() == Column.class) {
        constants.add(field.get(null));
      } else if (field.get(null) instanceof ItemColumns container) {
        constants.addAll(List.of(container.kinds(), container.counts(), container.uniques()));
      }
    }

    assertThat(constants).containsExactlyElementsOf(Columns.SCHEMA.columns());
    assertThat(Columns.SCHEMA.columns()).extracting(Column::name).doesNotHaveDuplicates();
  }

  @Test
  void everyReplicatedColumnIsInTheSnapshot() {
    Set<String> told = fieldsOf(SnapshotEncoder.class);
    told.addAll(fieldsOf(SnapshotEncoder.NearEncoder.class));
    told.removeAll(Set.of("session", "tick", "entity")); // about the message, not about the row

    Set<String> replicated = new TreeSet<>();
    for (Column<?> column : Columns.SCHEMA.columns()) {
      if (column.replication() == Replication.REPLICATED) {
        replicated.add(column.name());
      }
    }
    assertThat(told).isEqualTo(replicated);
  }

  /** A flyweight has a method {@code xId()} for each field x. */
  private static Set<String> fieldsOf(Class<?> flyweight) {
    Set<String> names = new TreeSet<>();
    for (Method method : flyweight.getDeclaredMethods()) {
      String name = method.getName();
      if (name.endsWith("Id")
          && method.getParameterCount() == 0
          && !name.startsWith("sbe")
          && !name.equals("nearId")) {
        names.add(name.substring(0, name.length() - 2));
      }
    }
    return names;
  }
}
