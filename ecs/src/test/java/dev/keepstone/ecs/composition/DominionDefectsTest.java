package dev.keepstone.ecs.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dominion.ecs.api.Dominion;
import dev.dominion.ecs.api.Entity;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Pins what is broken in Dominion 0.9.0 and shapes {@link Compositions}. A test that fails after an
 * upgrade says that a precaution there may go.
 */
class DominionDefectsTest {
  private static final int CHUNK = 1 << 8;

  /** The fewest that Dominion takes. */
  private static final int FEW_BITS = 14;

  /** Of 8 192 places; two classes meet among about 110 of them. */
  private static final int MAX_COPIES = 2_000;

  private static final String COPIED_FILE = "DominionDefectsTest$Copied.class";

  private record A(int value) {}

  private record B(int value) {}

  private record C(int value) {}

  private record D(int value) {}

  private record E(int value) {}

  private final Dominion dominion = create();

  private static Dominion create() {
    System.setProperty("dominion.show-banner", "false");
    System.setProperty("dominion.defects.class-index-bit", "20");
    System.setProperty("dominion.defects.chunk-bit", "8");
    return Dominion.create("defects");
  }

  @AfterEach
  void close() {
    dominion.close();
  }

  @Test
  void anEmptyChunkInTheMiddleEndsAQueryEarly() {
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < 3 * CHUNK; i++) {
      entities.add(dominion.createEntity(new A(i), new B(i)));
    }
    for (int i = CHUNK; i < 2 * CHUNK; i++) {
      dominion.deleteEntity(entities.get(i));
    }
    int found = 0;
    for (var result : dominion.findEntitiesWith(A.class, B.class)) {
      assertThat(result.comp1().value()).isEqualTo(result.comp2().value());
      found++;
    }

    assertThat(found).as("2 * %d live", CHUNK).isLessThan(2 * CHUNK);
  }

  @Test
  void fiveComponentsCanBeStoredInWrongColumns() {
    assertThat(wrongOrders(5)).isPositive();
  }

  @Test
  void fourComponentsAreStoredRight() {
    assertThat(wrongOrders(4)).isZero();
    assertThat(wrongOrders(2)).isZero();
  }

  /** In how many of all orders of the same components one of them comes back wrong. */
  private int wrongOrders(int componentCount) {
    List<Object> components = List.of(new A(1), new B(2), new C(3), new D(4), new E(5));
    int wrong = 0;
    for (List<Object> order : permutations(components.subList(0, componentCount))) {
      Entity entity = dominion.createEntity(order.toArray());
      wrong += isRight(entity, order) ? 0 : 1;
    }
    return wrong;
  }

  private static boolean isRight(Entity entity, List<Object> components) {
    try {
      for (Object component : components) {
        Object stored = entity.get(component.getClass());
        if (!component.equals(stored)) {
          return false;
        }
      }
      return true;
    } catch (ClassCastException e) {
      return false;
    }
  }

  private static List<List<Object>> permutations(List<Object> of) {
    List<List<Object>> all = new ArrayList<>();
    collect(new ArrayList<>(of), 0, all);
    return all;
  }

  private static void collect(List<Object> items, int from, List<List<Object>> into) {
    if (from == items.size()) {
      into.add(List.copyOf(items));
    }
    for (int i = from; i < items.size(); i++) {
      Collections.swap(items, from, i);
      collect(items, from + 1, into);
      Collections.swap(items, from, i);
    }
  }

  @Test
  void deletingADisabledEntityDeletesAnother() {
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      entities.add(dominion.createEntity(new A(i), new B(i)));
    }
    entities.get(3).setEnabled(false);
    dominion.deleteEntity(entities.get(3));
    int found = 0;
    for (var result : dominion.findEntitiesWith(A.class, B.class)) {
      found += result.entity().isEnabled() ? 1 : 0;
    }

    assertThat(found).as("9 live").isLessThan(9);
  }

  /** Defined again and again, each time as another class. */
  static final class Copied {
    Copied() {}
  }

  /**
   * An index is found by the highest bits of a class's identity hash, without looking whose it is:
   * an entity then seems to have a component that nobody gave to it. With 24 bits instead of 14 two
   * of a world's few component classes meet once in a million starts.
   */
  @Test
  void twoClassesCanShareAnIndex() throws Exception {
    System.setProperty("dominion.collisions.class-index-bit", Integer.toString(FEW_BITS));
    List<Class<?>> pair = classesOfOneIndex();
    Dominion colliding = Dominion.create("collisions");
    Entity entity = colliding.createEntity(new A(1), newInstance(pair.get(0)));

    assertThat(entity.has(B.class)).isFalse();
    assertThat(entity.has(pair.get(1))).as("was never added").isTrue();
    colliding.close();
  }

  private static List<Class<?>> classesOfOneIndex() throws IOException, IllegalAccessException {
    Map<Integer, Class<?>> byIndex = new HashMap<>();
    for (int i = 0; i < MAX_COPIES; i++) {
      Class<?> copy = copyOfClass();
      Class<?> other = byIndex.put(System.identityHashCode(copy) >> (32 - FEW_BITS), copy);
      if (other != null) {
        return List.of(other, copy);
      }
    }
    throw new AssertionError("no collision among classes=" + MAX_COPIES);
  }

  private static Class<?> copyOfClass() throws IOException, IllegalAccessException {
    try (InputStream bytes = DominionDefectsTest.class.getResourceAsStream(COPIED_FILE)) {
      return MethodHandles.lookup()
          .defineHiddenClass(Objects.requireNonNull(bytes).readAllBytes(), false)
          .lookupClass();
    }
  }

  private static Object newInstance(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }
}
