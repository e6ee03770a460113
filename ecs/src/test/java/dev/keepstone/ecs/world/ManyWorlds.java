package dev.keepstone.ecs.world;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For tests that make more than 1 000 worlds in one process: Dominion 0.9.0 gives each a place in
 * an array of 1 024 log levels and never takes one back.
 */
public final class ManyWorlds {
  private ManyWorlds() {}

  /** The next worlds get the places of earlier ones, which have the same level. */
  public static void makeRoom() {
    try {
      Field places =
          Class.forName("dev.dominion.ecs.engine.system.Logging").getDeclaredField("levelIdx");
      places.setAccessible(true);
      ((AtomicInteger) places.get(null)).set(1);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another Dominion than 0.9.0?", e);
    }
  }
}
