package dev.keepstone.ecs.world;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.replay.InboxRecorder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real world in one thread, with a vault and a gateway in memory.
 *
 * <pre>{@code
 * TestWorld world = TestWorld.of(TestContent.field(16));
 * TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
 * ada.move(1, 0, 2);
 * world.tick(2);
 * }</pre>
 *
 * <p>{@link WorldInvariants} are checked after each tick.
 */
public final class TestWorld implements AutoCloseable {
  private static final long FIRST_PLAYER_ID = 1000;

  private final TestInbox inbox = new TestInbox();
  private final TestVault vault = new TestVault(inbox);
  private final TestGateway gateway = new TestGateway();
  private final World world;
  private final @Nullable InboxRecorder recorder;
  private long players;

  private TestWorld(WorldConfig config, WorldContent content, @Nullable InboxRecorder recorder) {
    this.recorder = recorder;
    world =
        recorder == null
            ? new World(config, content, inbox, List.of(gateway), vault)
            : new World(
                config,
                content,
                recorder.inbox(inbox),
                recorder.outboxes(List.of(gateway)),
                recorder.outbox(vault));
  }

  /** An open field of 32 tiles. */
  public static TestWorld create() {
    return of(TestContent.field(32));
  }

  public static TestWorld of(WorldContent content) {
    return of(config(100, 600), content);
  }

  public static TestWorld of(WorldConfig config, WorldContent content) {
    return new TestWorld(config, content, null);
  }

  /** Everything that it hears is written down. */
  public static TestWorld recorded(
      WorldConfig config, WorldContent content, InboxRecorder recorder) {
    return new TestWorld(config, content, recorder);
  }

  public static WorldConfig config(int maxPlayers, int flushWindowTicks) {
    return new WorldConfig(20, flushWindowTicks, 42, maxPlayers, 12, 60, 16_384, 256 * 1024, 0);
  }

  /** A new character with a record and a session; not yet in the world. */
  public Newcomer player() {
    return new Newcomer();
  }

  /** Gives the character a name. */
  public final class Newcomer {
    public TestPlayer named(String name) {
      long id = FIRST_PLAYER_ID + players;
      return new TestPlayer(TestWorld.this, vault.create(id, name), ++players);
    }

    /** Where the record says the character is. */
    public TestPlayer at(float x, float y) {
      return named("player" + players).at(x, y);
    }

    public TestPlayer spawn() {
      return named("player" + players).spawn();
    }
  }

  /** The same character in a new session. */
  public TestPlayer again(TestPlayer player) {
    return new TestPlayer(this, player.stored(), ++players).after(player.lastOperation());
  }

  public void tick() {
    vault.work();
    world.tick();
    if (recorder != null) {
      recorder.onTickEnd(world, false);
    }
    WorldInvariants.check(world);
  }

  public void tick(int times) {
    for (int i = 0; i < times; i++) {
      tick();
    }
  }

  public World world() {
    return world;
  }

  public TestInbox inbox() {
    return inbox;
  }

  public TestVault vault() {
    return vault;
  }

  public TestGateway gateway() {
    return gateway;
  }

  /** Sessions in whatever state. */
  public int sessionCount() {
    return world.sessions().count();
  }

  public long count(WorldCounter counter) {
    return world.counters().get(counter);
  }

  @Override
  public void close() {
    world.close();
  }
}
