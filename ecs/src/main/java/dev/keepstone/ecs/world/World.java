package dev.keepstone.ecs.world;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.counter.Faults;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.GatewayPublisher;
import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.InboxAdapter;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.session.IntentGate;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.session.PlayerRows;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.session.SessionState;
import dev.keepstone.ecs.session.Sessions;
import dev.keepstone.ecs.system.EntityNames;
import dev.keepstone.ecs.system.FlushSystem;
import dev.keepstone.ecs.system.IntentSystem;
import dev.keepstone.ecs.system.MovementSystem;
import dev.keepstone.ecs.system.Sights;
import dev.keepstone.ecs.system.UpdateSystem;
import dev.keepstone.ecs.system.VisibilityGrid;
import dev.keepstone.ecs.system.WanderingSystem;
import dev.keepstone.ecs.table.CommandBuffer;
import dev.keepstone.ecs.table.Refusals;
import dev.keepstone.ecs.table.Tables;
import dev.keepstone.ecs.transfer.TransferSystem;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * The game: the only writer of its state. It hears one inbox and speaks to a vault and to gateways;
 * it has no clock, no socket and no store. Same inbox, seed and settings: same world after each
 * tick.
 *
 * <p>One thread makes it, ticks it and closes it. {@link #counters}, {@link #faults}, {@link
 * #tickTimes} and {@link #isClosed} may be read by any thread.
 */
public final class World implements AutoCloseable {
  private final Tables tables;
  private final Sessions sessions;
  private final Lifecycle lifecycle;
  private final TransferSystem transfers;
  private final Compositions compositions = new Compositions();
  private final SeededRandom random;
  private final WorldCounters counters = new WorldCounters();
  private final Faults faults = new Faults(counters);
  private final Tick tick;
  private final TickTimes times;
  private final ZoneMaps zones;
  private long tickNumber;
  private volatile boolean closed;

  /** The same without measuring how long phases take. */
  public World(
      WorldConfig config,
      WorldContent content,
      Inbox inbox,
      List<? extends Outbox> gateways,
      Outbox vault) {
    this(config, content, inbox, gateways, vault, () -> 0);
  }

  /**
   * @param inbox everything that can change the world, in order
   * @param gateways where messages to sessions go: index = session id >>> 48
   * @param vault where claims and rows go
   * @param clock only for {@link #tickTimes}
   */
  public World(
      WorldConfig config,
      WorldContent content,
      Inbox inbox,
      List<? extends Outbox> gateways,
      Outbox vault,
      NanoClock clock) {
    times = new TickTimes(clock);
    zones = content.zones();
    random = new SeededRandom(config.seed());
    tables =
        new Tables(
            Columns.SCHEMA,
            config.maxPlayers() + Population.count(zones) + TransferSystem.maxGroundItems(content));
    tables.reserve(tables.table(Archetypes.PLAYER), config.maxPlayers());
    new Population(tables, content, random).settle();
    CommandBuffer commands = new CommandBuffer(tables);
    sessions = new Sessions(config.maxPlayers());
    GatewayPublisher gatewayPublisher =
        new GatewayPublisher(gateways, config.backlogBytes(), counters);
    VaultPublisher vaultPublisher = new VaultPublisher(vault, counters);
    PlayerStates states = new PlayerStates(config.tickRateHz());
    PlayerRows rows = new PlayerRows(tables, commands, zones, states);
    PlayerSaves saves = new PlayerSaves(vaultPublisher, states, counters);
    lifecycle =
        new Lifecycle(
            sessions,
            rows,
            saves,
            compositions,
            gatewayPublisher,
            vaultPublisher,
            zones,
            states,
            config.tickRateHz(),
            config.silenceGraceTicks(),
            counters,
            faults);
    VisibilityGrid grid = new VisibilityGrid(tables, zones, config.maxNear());
    IntentGate gate = new IntentGate(sessions, rows, counters);
    transfers =
        new TransferSystem(
            tables,
            commands,
            content,
            sessions,
            gate,
            rows,
            saves,
            states,
            lifecycle,
            gatewayPublisher,
            vaultPublisher,
            counters,
            faults,
            config.tickRateHz());
    EntityNames names = new EntityNames(tables, sessions, content);
    IntentSystem intents =
        new IntentSystem(
            tables,
            gate,
            rows,
            lifecycle,
            compositions,
            grid,
            gatewayPublisher,
            names,
            zones,
            counters,
            config.tickRateHz(),
            config.viewRadiusTiles());
    tick =
        new Tick(
            inbox,
            config.inboxLimit(),
            new InboxAdapter(lifecycle, intents, transfers.intents(), transfers, counters),
            gatewayPublisher,
            lifecycle,
            transfers,
            commands,
            compositions,
            new WanderingSystem(tables, content.creatures(), random, config.tickRateHz()),
            new MovementSystem(tables, zones, counters),
            grid,
            new UpdateSystem(
                tables,
                zones,
                grid,
                new Sights(tables.ids(), config.maxPlayers(), config.maxNear()),
                names,
                gatewayPublisher,
                lifecycle,
                counters,
                config.viewRadiusTiles()),
            new FlushSystem(tables, saves, lifecycle, counters, config.flushWindowTicks()),
            times);
    counters.set(WorldCounter.CREATURES, Population.count(zones));
  }

  /**
   * One fixed step. Never waits; allocates nothing while nobody comes, goes or asks who is there.
   */
  public void tick() {
    tickNumber++;
    tick.run(tickNumber);
    counters.increment(WorldCounter.TICKS);
    counters.set(WorldCounter.PLAYING, playing());
    counters.set(WorldCounter.SILENT, lifecycle.count(SessionState.SILENT));
    counters.set(WorldCounter.LOADING, loading());
    counters.set(WorldCounter.LEAVING, sessions.count() - playing() - loading());
    countRefusals(tables.refusals());
    closed = lifecycle.isClosed() && transfers.release();
  }

  /** Of the last tick; 0 before the first. */
  public long tickNumber() {
    return tickNumber;
  }

  /** The whole state in a number, computed now: reads every cell. For the world thread. */
  public long hash() {
    return WorldHash.of(tables, tickNumber, random.state());
  }

  /** True once a Close was heard and no session is loading, playing or leaving any more. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * How many sessions play, those that are silent for now among them. For the world thread; others
   * read the counter.
   */
  public int playing() {
    return lifecycle.count(SessionState.PLAYING) + lifecycle.count(SessionState.SILENT);
  }

  public WorldCounters counters() {
    return counters;
  }

  /** How long the parts of a tick take. */
  public TickTimes tickTimes() {
    return times;
  }

  /** Bugs that cost somebody the session. */
  public Faults faults() {
    return faults;
  }

  /** Frees what lies outside of the heap. State that was not saved is gone: send Close first. */
  @Override
  public void close() {
    compositions.close();
  }

  /** For tests and tools. */
  Tables tables() {
    return tables;
  }

  /** For tests and tools. */
  Sessions sessions() {
    return sessions;
  }

  /** For tests and tools. */
  Compositions compositions() {
    return compositions;
  }

  /** For tests and tools. */
  ZoneMaps zones() {
    return zones;
  }

  private void countRefusals(Refusals refusals) {
    counters.set(WorldCounter.STALE_ENTITIES, refusals.staleIds());
    counters.set(WorldCounter.STORE_FULL, refusals.noRoom());
    counters.set(WorldCounter.FOREIGN_TABLES, refusals.foreignTables());
    counters.set(WorldCounter.UNKNOWN_COMPONENTS, refusals.unknownComponents());
  }

  private int loading() {
    return lifecycle.count(SessionState.WAITING)
        + lifecycle.count(SessionState.LOADING)
        + lifecycle.count(SessionState.ABANDONED);
  }
}
