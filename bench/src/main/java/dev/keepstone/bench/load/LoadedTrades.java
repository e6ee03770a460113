package dev.keepstone.bench.load;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.message.CommitEncoding;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Table;
import org.HdrHistogram.Histogram;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Operations of two players each, as the world's own commits are made: one gives the other a coin,
 * remembers the operation, and the ledger has a line of it. Pairs take turns, so that nobody is in
 * two of them at once. One thread.
 */
final class LoadedTrades {
  private static final int COINS = 0;
  private static final int TRADE_ROWS = 2;

  private record Trade(int from, long fromVersion, int to, long toVersion, long offeredNs) {}

  private final int traders;
  private final Table table;
  private final VaultPublisher vault;
  private final PlayerStates states;
  private final PlayerSaves saves;
  private final PlayerState from = new PlayerState();
  private final PlayerState to = new PlayerState();
  private final Long2ObjectHashMap<Trade> inFlight = new Long2ObjectHashMap<>();
  private final Histogram latenciesUs = Samples.newHistogramUs();
  private int next;
  private long newest;
  private long durable;
  private long refused;

  LoadedTrades(
      int traders, Table table, VaultPublisher vault, PlayerStates states, PlayerSaves saves) {
    this.traders = traders;
    this.table = table;
    this.vault = vault;
    this.states = states;
    this.saves = saves;
  }

  /**
   * Lets the next two trade.
   *
   * @return false when one of them waits for an answer, or the vault's ring is full: nothing has
   *     changed then
   */
  boolean offer(long tick) {
    int fromRow = next;
    int toRow = (next + 1) % traders;
    Chunk fromChunk = chunk(fromRow);
    Chunk toChunk = chunk(toRow);
    int fromAt = Table.offsetOf(fromRow);
    int toAt = Table.offsetOf(toRow);
    if (PlayerSaves.isUnsettled(fromChunk, fromAt) || PlayerSaves.isUnsettled(toChunk, toAt)) {
      return false;
    }
    states.read(fromChunk, fromAt, tick, from);
    states.read(toChunk, toAt, tick, to);
    long operation = from.highestOperation() + 1;
    from.remember(operation);
    from.coins--;
    to.coins++;
    long fromVersion = fromChunk.column(Columns.VERSION)[fromAt] + 1;
    long toVersion = toChunk.column(Columns.VERSION)[toAt] + 1;
    CommitEncoding commit = vault.beginCommit();
    commit.head(newest + 1, operation, fromRow + 1L, 0, 0, 0, OperationKind.TRADE, TRADE_ROWS);
    commit.row(fromRow + 1L, fromVersion, from);
    commit.row(toRow + 1L, toVersion, to);
    commit.beginLines(1);
    commit.line(COINS, 1, 0, Container.INVENTORY, fromRow + 1L, Container.INVENTORY, toRow + 1L);
    commit.beginTaken(0);
    commit.beginGiven(0);
    commit.beginCounted(0);
    long nowNs = System.nanoTime();
    if (!vault.sendCommit()) {
      return false;
    }
    newest++;
    inFlight.put(newest, new Trade(fromRow, fromVersion, toRow, toVersion, nowNs));
    apply(fromChunk, fromAt, tick, from);
    apply(toChunk, toAt, tick, to);
    next = (next + TRADE_ROWS) % traders;
    return true;
  }

  private void apply(Chunk chunk, int at, long tick, PlayerState after) {
    states.write(chunk, at, tick, after);
    chunk.dirty().mark(at);
    saves.offered(chunk, at, tick);
  }

  private Chunk chunk(int row) {
    return table.chunk(Table.chunkIndexOf(row));
  }

  /** The store has answered. */
  void onSettled(CommitSettledDecoder settled) {
    Trade trade = inFlight.remove(settled.commit());
    if (trade == null || settled.outcome() != CommitOutcome.DURABLE) {
      refused++;
      return;
    }
    latenciesUs.recordValue((System.nanoTime() - trade.offeredNs) / 1_000);
    durable++;
    saves.settle(chunk(trade.from), Table.offsetOf(trade.from), trade.fromVersion);
    saves.settle(chunk(trade.to), Table.offsetOf(trade.to), trade.toVersion);
  }

  int inFlight() {
    return inFlight.size();
  }

  /** Commits that the store has confirmed. */
  long durable() {
    return durable;
  }

  /** Commits that the vault refused, or answered twice. */
  long refused() {
    return refused;
  }

  /** From the world's word to its hearing the answer, in microseconds, since the last reset. */
  Histogram latenciesUs() {
    return latenciesUs;
  }

  /** What a trader has now. */
  long coins(int row) {
    return chunk(row).column(Columns.COINS)[Table.offsetOf(row)];
  }
}
