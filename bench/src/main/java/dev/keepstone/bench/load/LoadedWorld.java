package dev.keepstone.bench.load;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.message.sbe.ClaimRefusedDecoder;
import dev.keepstone.ecs.message.sbe.DurableDecoder;
import dev.keepstone.ecs.message.sbe.LoadedDecoder;
import dev.keepstone.ecs.message.sbe.LostDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import org.agrona.DirectBuffer;

/**
 * The world's side of a run: the tables of a world full of players, and what it says to the vault
 * and hears from it. Player ids are 1 to the number of players, in the order of rows. One thread.
 */
final class LoadedWorld {
  private static final int TICK_RATE_HZ = 20;
  private static final int POLL_LIMIT = 1_024;

  /** Claims in flight: below what the vault lets wait. */
  private static final int MAX_CLAIMS = 512;

  private final int players;
  private final Inbox fromVault;
  private final VaultPublisher toVault;
  private final Tables tables;
  private final Table table;
  private final PlayerStates states = new PlayerStates(TICK_RATE_HZ);
  private final PlayerSaves saves;
  private final PlayerState state = new PlayerState();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final LoadedDecoder loaded = new LoadedDecoder();
  private final DurableDecoder durable = new DurableDecoder();
  private long claimed;
  private long settled;
  private long lost;
  private long refused;
  private int nextDirty;
  private int nextOffer;

  LoadedWorld(int players, PlayerState state, Inbox fromVault, Outbox toVault) {
    this.players = players;
    this.fromVault = fromVault;
    WorldCounters counters = new WorldCounters();
    this.toVault = new VaultPublisher(toVault, counters);
    saves = new PlayerSaves(this.toVault, states, counters);
    tables = new Tables(Columns.SCHEMA, players);
    table = tables.table(Archetypes.PLAYER);
    for (int row = 0; row < players; row++) {
      tables.create(table);
      Chunk chunk = chunk(row);
      int offset = Table.offsetOf(row);
      states.write(chunk, offset, 0, state);
      chunk.column(Columns.PLAYER_ID)[offset] = row + 1L;
      chunk.column(Columns.SESSION)[offset] = row + 1L;
    }
  }

  private Chunk chunk(int row) {
    return table.chunk(Table.chunkIndexOf(row));
  }

  /** One step of logging everybody in; true when all are. */
  boolean login() {
    while (nextOffer < players
        && nextOffer - claimed < MAX_CLAIMS
        && toVault.claim(nextOffer + 1L, nextOffer + 1L, false)) {
      nextOffer++;
    }
    return claimed + refused == players;
  }

  /**
   * Changes so many rows, beginning where the last round ended, and marks them dirty.
   *
   * @param rows at most as many as there are players
   */
  void change(int rows) {
    nextOffer = nextDirty;
    for (int i = 0; i < rows; i++) {
      int row = (nextDirty + i) % players;
      Chunk chunk = chunk(row);
      int offset = Table.offsetOf(row);
      chunk.column(Columns.X)[offset] += 0.25f;
      chunk.column(Columns.COINS)[offset]++;
      chunk.dirty().mark(offset);
    }
    nextDirty = (nextDirty + rows) % players;
    settled = 0;
  }

  /**
   * Hands dirty rows to the vault until its ring is full.
   *
   * @param left rows that are still to be handed over
   * @param tick now
   * @return how many it took
   */
  int offer(int left, long tick) {
    int offered = 0;
    while (offered < left) {
      Chunk chunk = chunk(nextOffer);
      if (!saves.offer(chunk, Table.offsetOf(nextOffer), tick, false)) {
        break;
      }
      nextOffer = (nextOffer + 1) % players;
      offered++;
    }
    return offered;
  }

  /** Takes in what the vault says; returns how many messages that were. */
  int poll() {
    return fromVault.poll(this::onMessage, POLL_LIMIT);
  }

  private void onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case DurableDecoder.TEMPLATE_ID -> {
        durable.wrapAndApplyHeader(buffer, offset, header);
        onDurable((int) durable.playerId() - 1, durable.version());
      }
      case LoadedDecoder.TEMPLATE_ID -> {
        loaded.wrapAndApplyHeader(buffer, offset, header);
        onLoaded((int) loaded.playerId() - 1, loaded.version());
      }
      case ClaimRefusedDecoder.TEMPLATE_ID -> refused++;
      case LostDecoder.TEMPLATE_ID -> lost++;
      default -> {
        // What else a vault may say is not for a world without a game.
      }
    }
  }

  private void onLoaded(int row, long version) {
    Chunk chunk = chunk(row);
    chunk.column(Columns.VERSION)[Table.offsetOf(row)] = version;
    chunk.column(Columns.DURABLE_VERSION)[Table.offsetOf(row)] = version;
    claimed++;
  }

  private void onDurable(int row, long version) {
    Chunk chunk = chunk(row);
    int offset = Table.offsetOf(row);
    if (chunk.column(Columns.VERSION)[offset] == version) {
      chunk.column(Columns.DURABLE_VERSION)[offset] = version;
      chunk.dirty().clearPersistence(offset);
      settled++;
    }
  }

  /** Rows that were confirmed or given up since the last {@link #change}. */
  long settled() {
    return settled + lost;
  }

  /** Players given up by the vault, and claims that it refused. */
  long rejected() {
    return lost + refused;
  }

  /** The row's state as the world knows it; valid until the next call. */
  PlayerState state(int row, long tick) {
    states.read(chunk(row), Table.offsetOf(row), tick, state);
    return state;
  }

  long version(int row) {
    return chunk(row).column(Columns.VERSION)[Table.offsetOf(row)];
  }
}
