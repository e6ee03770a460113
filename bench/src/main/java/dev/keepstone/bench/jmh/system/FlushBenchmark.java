package dev.keepstone.bench.jmh.system;

import dev.keepstone.bench.jmh.world.OpenField;
import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.counter.Faults;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.GatewayPublisher;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.MessageRing;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.session.PlayerRows;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.session.Sessions;
import dev.keepstone.ecs.system.FlushSystem;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.CommandBuffer;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: 10 000 players' rows, all dirty; the figure is nanoseconds a dirty row. {@code due}
 * hands every one of them to the vault's ring through {@code FlushSystem}: find the bit, judge,
 * encode, copy into the ring. {@code encode} is the part below it, {@code PlayerSaves.offer}.
 * {@code notDue} is what a row costs in the ticks in which it isn't its turn (599 of 600). Emptying
 * the ring and settling the rows is the vault's thread and the next tick, and not in the figure.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar FlushBenchmark -prof gc}. Steady state:
 * {@code gc.alloc.rate.norm} is about 0.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class FlushBenchmark {
  private static final int ROWS = 10_000;
  private static final int RING_BYTES = 4 * 1024 * 1024;
  private static final int FIELD_TILES = 64;

  /** Of one tick: every row is due at once. */
  private static final int DUE_WINDOW_TICKS = 1;

  /** Rows that count as written in this window already: nobody is due. */
  private static final int LONG_WINDOW_TICKS = 72_000;

  private final WorldCounters counters = new WorldCounters();
  private final MessageRing ring = new MessageRing(RING_BYTES);
  private final MessageHandler forget = (buffer, offset, lengthBytes) -> {};
  private final Compositions compositions = new Compositions();
  private final Tables tables = new Tables(Columns.SCHEMA, ROWS);
  private final Table players = tables.table(Archetypes.PLAYER);
  private final VaultPublisher vault = new VaultPublisher(ring, counters);
  private final PlayerStates states = new PlayerStates(20);
  private final PlayerSaves saves = new PlayerSaves(vault, states, counters);
  private final Lifecycle lifecycle = lifecycle();
  private final FlushSystem due =
      new FlushSystem(tables, saves, lifecycle, counters, DUE_WINDOW_TICKS);
  private final FlushSystem notDue =
      new FlushSystem(tables, saves, lifecycle, counters, LONG_WINDOW_TICKS);
  private long tick;
  private long offered;

  private Lifecycle lifecycle() {
    ZoneMaps map = OpenField.of(1, FIELD_TILES, 0).zones();
    return new Lifecycle(
        new Sessions(ROWS),
        new PlayerRows(tables, new CommandBuffer(tables), map, states),
        saves,
        compositions,
        new GatewayPublisher(List.of(), 256 * 1024, counters),
        vault,
        map,
        states,
        20,
        0,
        counters,
        new Faults(counters));
  }

  @Setup
  public void fill() {
    for (int i = 0; i < ROWS; i++) {
      tables.create(players);
      Chunk chunk = players.chunk(Table.chunkIndexOf(i));
      chunk.column(Columns.PLAYER_ID)[Table.offsetOf(i)] = 1_000_000L + i;
      chunk.column(Columns.SESSION)[Table.offsetOf(i)] = 1L + i;
    }
  }

  /** Settles what was written and makes every row dirty again. */
  @Setup(Level.Invocation)
  public void settleAndMark() {
    tick++;
    while (ring.poll(forget, Integer.MAX_VALUE) > 0) {
      // a poll ends where the ring wraps around
    }
    for (int c = 0; c < players.chunkCount(); c++) {
      Chunk chunk = players.chunk(c);
      long[] versions = chunk.column(Columns.VERSION);
      long[] durable = chunk.column(Columns.DURABLE_VERSION);
      long[] dirtySince = chunk.column(Columns.DIRTY_SINCE_TICK);
      for (int row = 0; row < chunk.size(); row++) {
        durable[row] = versions[row];
        dirtySince[row] = PlayerSaves.CLEAN;
        chunk.dirty().mark(row);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void due() {
    due.run(tick);
    offered += ROWS;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void encode() {
    for (int c = 0; c < players.chunkCount(); c++) {
      Chunk chunk = players.chunk(c);
      int size = chunk.size();
      for (int row = 0; row < size; row++) {
        saves.offer(chunk, row, tick, false);
      }
    }
    offered += ROWS;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void notDue() {
    notDue.run(LONG_WINDOW_TICKS - 1L);
  }

  /** Rows that were refused would look fast. */
  @TearDown
  public void check() {
    long accepted = counters.get(WorldCounter.ROWS_OFFERED);
    if (offered != 0 && accepted != offered) {
      throw new IllegalStateException("rows=" + offered + " accepted=" + accepted);
    }
    compositions.close();
  }
}
