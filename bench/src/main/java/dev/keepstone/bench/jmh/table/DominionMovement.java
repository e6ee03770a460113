package dev.keepstone.bench.jmh.table;

import dev.dominion.ecs.api.Dominion;
import dev.dominion.ecs.api.Entity;
import java.util.SplittableRandom;

/**
 * Movement in Dominion 0.9.0: two component objects an entity, and a loop over the results of a
 * query, which is how its own examples do it.
 *
 * <p>Fresh, all objects lie in the heap in the order in which they are walked. {@link #age()} makes
 * it what a world looks like after a day: {@value #AGEING_ROUNDS} times a random {@value
 * #AGEING_PER_CENT} per cent of the entities are deleted and as many are created anew, with a full
 * collection in between that lets the survivors grow old. Neighbours in Dominion's arrays then are
 * of different ages and lie in different places.
 */
final class DominionMovement {
  private static final int AGEING_ROUNDS = 40;
  private static final int AGEING_PER_CENT = 10;
  private static final int AGEING_SEED = 11;

  private final Dominion world = Dominion.create("movement");
  private final Velocities source = new Velocities();
  private final Entity[] entities;

  DominionMovement(int rows) {
    entities = new Entity[rows];
    for (int i = 0; i < rows; i++) {
      entities[i] = create();
    }
    check();
  }

  void age() {
    SplittableRandom random = new SplittableRandom(AGEING_SEED);
    for (int round = 0; round < AGEING_ROUNDS; round++) {
      int victims = entities.length / 100 * AGEING_PER_CENT;
      for (int i = 0; i < victims; i++) { // the first places of a shuffle
        int other = i + random.nextInt(entities.length - i);
        Entity victim = entities[other];
        entities[other] = entities[i];
        entities[i] = victim;
        world.deleteEntity(victim);
      }
      for (int i = 0; i < victims; i++) {
        entities[i] = create();
      }
      System.gc();
    }
    check();
  }

  float pass() {
    float result = 0;
    for (var found : world.findEntitiesWith(Position.class, Velocity.class)) {
      Position position = found.comp1();
      Velocity velocity = found.comp2();
      position.x += velocity.x;
      position.y += velocity.y;
      result = position.x + position.y;
    }
    return result;
  }

  void close() {
    world.close();
  }

  private Entity create() {
    Velocity velocity = new Velocity();
    velocity.x = source.next();
    velocity.y = source.next();
    return world.createEntity(new Position(), velocity);
  }

  /** One of its defects ends queries early: then it would look fast. */
  private void check() {
    int found = 0;
    for (var ignored : world.findEntitiesWith(Position.class, Velocity.class)) {
      found++;
    }
    if (found != entities.length) {
      throw new IllegalStateException(
          "Dominion lost entities: found=" + found + " rows=" + entities.length);
    }
  }

  private static final class Position {
    float x;
    float y;
  }

  private static final class Velocity {
    float x;
    float y;
  }
}
