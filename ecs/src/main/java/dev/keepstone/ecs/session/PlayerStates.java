package dev.keepstone.ecs.session;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.component.ItemColumns;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.ecs.table.Chunk;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Durable columns of a player's row to {@link PlayerState} and back: the one place that knows which
 * column is which field. Allocates nothing.
 */
public final class PlayerStates {
  private static final VarHandle LONG_IN_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int TOKEN_CELLS = StateLimits.TOKEN_HASH_BYTES / Long.BYTES;

  private final int tickRateHz;

  public PlayerStates(int tickRateHz) {
    this.tickRateHz = tickRateHz;
  }

  /**
   * Copies a row out.
   *
   * @param tick now: playtime counts up to it
   */
  public void read(Chunk chunk, int row, long tick, PlayerState into) {
    into.createdAtMs = chunk.column(Columns.CREATED_AT_MS)[row];
    long playedTicks = tick - chunk.column(Columns.PLAYTIME_TICK)[row];
    into.playtimeMs = chunk.column(Columns.PLAYTIME_MS)[row] + playedTicks * 1_000 / tickRateHz;
    into.lifetimeXp = chunk.column(Columns.LIFETIME_XP)[row];
    into.coins = chunk.column(Columns.COINS)[row];
    into.guild = chunk.column(Columns.GUILD)[row];
    into.x = chunk.column(Columns.X)[row];
    into.y = chunk.column(Columns.Y)[row];
    into.deaths = chunk.column(Columns.DEATHS)[row];
    into.zone = Short.toUnsignedInt(chunk.column(Columns.ZONE)[row]);
    into.hp = Short.toUnsignedInt(chunk.column(Columns.HP)[row]);
    into.stamina = Short.toUnsignedInt(chunk.column(Columns.STAMINA)[row]);
    read(chunk, row, Columns.INVENTORY, into.inventory);
    read(chunk, row, Columns.EQUIPMENT, into.equipment);
    read(chunk, row, Columns.BANK, into.bank);
    readLongs(chunk.column(Columns.SKILL_XP), row, into.skillXp);
    short[] questStages = chunk.column(Columns.QUEST_STAGES);
    for (int i = 0; i < into.questStages.length; i++) {
      into.questStages[i] = Short.toUnsignedInt(questStages[row * into.questStages.length + i]);
    }
    readLongs(chunk.column(Columns.ACHIEVEMENTS), row, into.achievements);
    readLongs(chunk.column(Columns.FRIENDS), row, into.friends);
    readLongs(chunk.column(Columns.BLOCKS), row, into.blocks);
    int[] settings = chunk.column(Columns.SETTINGS);
    System.arraycopy(settings, row * into.settings.length, into.settings, 0, into.settings.length);
    readLongs(chunk.column(Columns.OPERATIONS), row, into.operations);
    long[] token = chunk.column(Columns.RESUME_TOKEN);
    for (int i = 0; i < TOKEN_CELLS; i++) {
      LONG_IN_BYTES.set(into.resumeToken, i * Long.BYTES, token[row * TOKEN_CELLS + i]);
    }
  }

  /**
   * Copies a state in. Marks nothing dirty.
   *
   * @param tick now: playtime counts on from it
   */
  public void write(Chunk chunk, int row, long tick, PlayerState state) {
    chunk.column(Columns.CREATED_AT_MS)[row] = state.createdAtMs;
    chunk.column(Columns.PLAYTIME_MS)[row] = state.playtimeMs;
    chunk.column(Columns.PLAYTIME_TICK)[row] = tick;
    chunk.column(Columns.LIFETIME_XP)[row] = state.lifetimeXp;
    chunk.column(Columns.COINS)[row] = state.coins;
    chunk.column(Columns.GUILD)[row] = state.guild;
    chunk.column(Columns.X)[row] = state.x;
    chunk.column(Columns.Y)[row] = state.y;
    chunk.column(Columns.DEATHS)[row] = state.deaths;
    chunk.column(Columns.ZONE)[row] = (short) state.zone;
    chunk.column(Columns.HP)[row] = (short) state.hp;
    chunk.column(Columns.STAMINA)[row] = (short) state.stamina;
    write(chunk, row, Columns.INVENTORY, state.inventory);
    write(chunk, row, Columns.EQUIPMENT, state.equipment);
    write(chunk, row, Columns.BANK, state.bank);
    writeLongs(chunk.column(Columns.SKILL_XP), row, state.skillXp);
    short[] questStages = chunk.column(Columns.QUEST_STAGES);
    for (int i = 0; i < state.questStages.length; i++) {
      questStages[row * state.questStages.length + i] = (short) state.questStages[i];
    }
    writeLongs(chunk.column(Columns.ACHIEVEMENTS), row, state.achievements);
    writeLongs(chunk.column(Columns.FRIENDS), row, state.friends);
    writeLongs(chunk.column(Columns.BLOCKS), row, state.blocks);
    int[] settings = chunk.column(Columns.SETTINGS);
    System.arraycopy(
        state.settings, 0, settings, row * state.settings.length, state.settings.length);
    writeLongs(chunk.column(Columns.OPERATIONS), row, state.operations);
    writeToken(chunk, row, state.resumeToken);
  }

  /** Puts the hash of another resume token into a row. Marks nothing dirty. */
  static void writeToken(Chunk chunk, int row, byte[] hash) {
    long[] token = chunk.column(Columns.RESUME_TOKEN);
    for (int i = 0; i < TOKEN_CELLS; i++) {
      token[row * TOKEN_CELLS + i] = (long) LONG_IN_BYTES.get(hash, i * Long.BYTES);
    }
  }

  /** Whether a row's resume token has this hash; the hash of no token fits none. */
  static boolean hasToken(Chunk chunk, int row, byte[] hash) {
    long[] token = chunk.column(Columns.RESUME_TOKEN);
    long difference = 0;
    long any = 0;
    for (int i = 0; i < TOKEN_CELLS; i++) {
      long cell = token[row * TOKEN_CELLS + i];
      difference |= cell ^ (long) LONG_IN_BYTES.get(hash, i * Long.BYTES);
      any |= cell;
    }
    return difference == 0 && any != 0;
  }

  private static void read(Chunk chunk, int row, ItemColumns columns, ItemSlots into) {
    short[] kinds = chunk.column(columns.kinds());
    int[] counts = chunk.column(columns.counts());
    long[] uniques = chunk.column(columns.uniques());
    int first = row * columns.slots();
    for (int slot = 0; slot < columns.slots(); slot++) {
      int cell = first + slot;
      into.set(slot, Short.toUnsignedInt(kinds[cell]), counts[cell], uniques[cell]);
    }
  }

  private static void write(Chunk chunk, int row, ItemColumns columns, ItemSlots slots) {
    short[] kinds = chunk.column(columns.kinds());
    int[] counts = chunk.column(columns.counts());
    long[] uniques = chunk.column(columns.uniques());
    int first = row * columns.slots();
    for (int slot = 0; slot < columns.slots(); slot++) {
      int cell = first + slot;
      kinds[cell] = (short) slots.kind(slot);
      counts[cell] = slots.count(slot);
      uniques[cell] = slots.unique(slot);
    }
  }

  private static void readLongs(long[] column, int row, long[] into) {
    System.arraycopy(column, row * into.length, into, 0, into.length);
  }

  private static void writeLongs(long[] column, int row, long[] values) {
    System.arraycopy(values, 0, column, row * values.length, values.length);
  }
}
