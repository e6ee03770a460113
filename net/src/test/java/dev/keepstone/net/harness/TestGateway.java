package dev.keepstone.net.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.auth.DirectoryDesk;
import dev.keepstone.net.auth.LoginGuard;
import dev.keepstone.net.auth.PasswordHashing;
import dev.keepstone.net.auth.PasswordPool;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.client.TrustForThisRun;
import dev.keepstone.net.gateway.GatewayAgent;
import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.gateway.GatewayCounter;
import dev.keepstone.net.gateway.GatewayCounters;
import dev.keepstone.net.gateway.LocalWorldLink;
import dev.keepstone.net.seal.ServerIdentity;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A gateway, a memory world and clients, stepped by a test on a clock that the test advances. Only
 * the password pool has threads; {@link #until} waits for them.
 */
public final class TestGateway implements AutoCloseable {
  private static final int MAX_STEPS = 500;
  private static final char[] PASSWORD = "correct horse".toCharArray();

  private final SecureRandom random = new SecureRandom();
  private final CachedNanoClock clock = new CachedNanoClock();
  private final LoginGuard guard;
  private final PasswordPool pool;
  private final SteppedDesk desk;
  private final List<Player> players = new ArrayList<>();

  public final MemoryTransport transport = new MemoryTransport();
  public final MemoryQueue toWorld = new MemoryQueue(1_000);
  public final MemoryQueue fromWorld = new MemoryQueue(1_000);
  public final MemoryWorld world = new MemoryWorld(toWorld, fromWorld);
  public final MemoryAccounts accounts = new MemoryAccounts();
  public final GatewayCounters counters = new GatewayCounters();
  public final ServerIdentity identity = ServerIdentity.generate(random);
  public final MemoryWorldLink worldLink;
  public final GatewayAgent agent;

  /** A client, what it hears, and both ends of its wire. */
  public record Player(
      GameClient client, RecordingHandler heard, MemoryTransport.Wire wire, MemoryLink link) {}

  /**
   * @param overrides of {@code keepstone.net}
   */
  public TestGateway(String overrides) {
    GatewayConfig config = TestConfigs.gateway(overrides);
    world.names(accounts::nameOf);
    pool =
        new PasswordPool(
            config.password(),
            new PasswordHashing(config.password().kdf(), random),
            SystemNanoClock.INSTANCE);
    guard = new LoginGuard(config.lockout(), clock);
    desk = new SteppedDesk(new DirectoryDesk(accounts, pool, guard));
    worldLink =
        new MemoryWorldLink(new LocalWorldLink(config.gatewayNumber(), toWorld, fromWorld, desk));
    agent = new GatewayAgent(config, transport, worldLink, identity, random, clock, counters);
  }

  /** A client that has connected and not yet said hello. */
  public Player connect() {
    return connect(new TrustForThisRun());
  }

  public Player connect(ServerKeyCheck keys) {
    MemoryTransport.Wire wire = transport.connect();
    MemoryLink link = new MemoryLink(wire);
    RecordingHandler heard = new RecordingHandler();
    Player player = new Player(client(link, keys, heard), heard, wire, link);
    players.add(player);
    return player;
  }

  /** A client that the test polls itself. */
  public GameClient connect(ClientHandler handler) {
    return client(new MemoryLink(transport.connect()), new TrustForThisRun(), handler);
  }

  private GameClient client(MemoryLink link, ServerKeyCheck keys, ClientHandler handler) {
    return new GameClient(
        link, new ServerAddress("memory", 1), keys, handler, ClientConfig.DEFAULT, random);
  }

  /** A client under keys. */
  public Player ready() {
    Player player = connect();
    until(() -> player.client().state() == ClientState.READY);
    return player;
  }

  /** A client in the world, with a new account. */
  public Player playing(String name) {
    Player player = ready();
    assertThat(player.client().register(name, PASSWORD)).isTrue();
    until(() -> player.client().state() == ClientState.PLAYING);
    return player;
  }

  /** Everybody does what there is to do, once, at the same instant. */
  public void step() {
    desk.deliver();
    agent.doWork();
    world.tick();
    agent.doWork();
    players.forEach(player -> player.client().poll(clock.nanoTime()));
  }

  /**
   * Steps until a condition holds; the clock stands still, so no deadline can pass. What does not
   * come within {@value #MAX_STEPS} steps never comes, unless a password is being hashed.
   */
  public void until(BooleanSupplier condition) {
    long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    int steps = 0;
    while (!condition.getAsBoolean()) {
      assertThat(steps).as("steps without effect").isLessThan(MAX_STEPS);
      assertThat(System.nanoTime()).as("reached in time").isLessThan(limitNs);
      step();
      if (desk.isAsked()) {
        steps = 0;
        Thread.onSpinWait();
      } else {
        steps++;
      }
    }
  }

  /** Advances the clock in steps of 50 ms. */
  public void advance(long durationMs) {
    for (long passedMs = 0; passedMs < durationMs; passedMs += 50) {
      clock.advance(TimeUnit.MILLISECONDS.toNanos(50));
      step();
    }
  }

  /** Addresses and accounts that were locked out. */
  public long lockouts() {
    return guard.lockoutCount();
  }

  /** The clock of gateway and clients. */
  public CachedNanoClock clock() {
    return clock;
  }

  public long count(GatewayCounter counter) {
    return counters.get(counter);
  }

  @Override
  public void close() {
    agent.onClose();
    pool.close();
  }
}
