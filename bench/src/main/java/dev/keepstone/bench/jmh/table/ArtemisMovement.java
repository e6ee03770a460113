package dev.keepstone.bench.jmh.table;

import com.artemis.Archetype;
import com.artemis.ArchetypeBuilder;
import com.artemis.Aspect;
import com.artemis.Component;
import com.artemis.ComponentMapper;
import com.artemis.World;
import com.artemis.WorldConfigurationBuilder;
import com.artemis.systems.IteratingSystem;

/**
 * Movement in Artemis-odb 2.3 as its wiki recommends it for speed: an {@code IteratingSystem},
 * which walks the subscription's {@code int} ids, and a {@code ComponentMapper} for each component;
 * entities made from an {@code Archetype}. (Pooled components change how objects are made and
 * recycled, not how they are read.)
 */
final class ArtemisMovement {
  private final World world;

  ArtemisMovement(int rows) {
    world = new World(new WorldConfigurationBuilder().with(new MovementSystem()).build());
    Archetype moving = new ArchetypeBuilder().add(Position.class).add(Velocity.class).build(world);
    ComponentMapper<Velocity> velocities = world.getMapper(Velocity.class);
    Velocities source = new Velocities();
    for (int i = 0; i < rows; i++) {
      Velocity velocity = velocities.get(world.create(moving));
      velocity.x = source.next();
      velocity.y = source.next();
    }
    world.process(); // subscriptions learn of new entities here
    int found =
        world.getAspectSubscriptionManager().get(MovementSystem.ASPECT).getEntities().size();
    if (found != rows) {
      throw new IllegalStateException("Artemis lost entities: found=" + found + " rows=" + rows);
    }
  }

  void pass() {
    world.process();
  }

  /** Artemis makes its components by reflection: public, with a public constructor. */
  public static final class Position extends Component {
    float x;
    float y;
  }

  /** See {@link Position}. */
  public static final class Velocity extends Component {
    float x;
    float y;
  }

  @SuppressWarnings("NullAway.Init") // Artemis injects the mappers
  private static final class MovementSystem extends IteratingSystem {
    private static final Aspect.Builder ASPECT = Aspect.all(Position.class, Velocity.class);

    private ComponentMapper<Position> positions;
    private ComponentMapper<Velocity> velocities;

    MovementSystem() {
      super(ASPECT);
    }

    @Override
    protected void process(int entity) {
      Position position = positions.get(entity);
      Velocity velocity = velocities.get(entity);
      position.x += velocity.x;
      position.y += velocity.y;
    }
  }
}
