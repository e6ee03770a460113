package dev.keepstone.bench.jmh.table;

import com.badlogic.ashley.core.Component;
import com.badlogic.ashley.core.ComponentMapper;
import com.badlogic.ashley.core.Engine;
import com.badlogic.ashley.core.Entity;
import com.badlogic.ashley.core.Family;
import com.badlogic.ashley.systems.IteratingSystem;

/**
 * Movement in Ashley 1.7.4 as its wiki recommends it for speed: an {@code IteratingSystem} over a
 * {@code Family}, with a {@code ComponentMapper} for each component instead of {@code
 * Entity.getComponent(Class)}.
 */
final class AshleyMovement {
  private static final Family MOVING = Family.all(Position.class, Velocity.class).get();

  private final Engine engine = new Engine();

  AshleyMovement(int rows) {
    engine.addSystem(new MovementSystem());
    Velocities source = new Velocities();
    for (int i = 0; i < rows; i++) {
      Velocity velocity = new Velocity();
      velocity.x = source.next();
      velocity.y = source.next();
      engine.addEntity(new Entity().add(new Position()).add(velocity));
    }
    int found = engine.getEntitiesFor(MOVING).size();
    if (found != rows) {
      throw new IllegalStateException("Ashley lost entities: found=" + found + " rows=" + rows);
    }
  }

  void pass() {
    engine.update(1);
  }

  static final class Position implements Component {
    float x;
    float y;
  }

  static final class Velocity implements Component {
    float x;
    float y;
  }

  private static final class MovementSystem extends IteratingSystem {
    private final ComponentMapper<Position> positions = ComponentMapper.getFor(Position.class);
    private final ComponentMapper<Velocity> velocities = ComponentMapper.getFor(Velocity.class);

    MovementSystem() {
      super(MOVING);
    }

    @Override
    protected void processEntity(Entity entity, float deltaTime) {
      Position position = positions.get(entity);
      Velocity velocity = velocities.get(entity);
      position.x += velocity.x;
      position.y += velocity.y;
    }
  }
}
