package dev.keepstone.bench.load;

import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;

/**
 * A character whose stored record has a certain size: things in bank and bags make it large, the
 * length of the name makes it exact.
 */
final class RecordShape {
  private static final int LONGEST_NAME = 16;

  /** More than a run gives away. */
  private static final long COINS = 1_000_000_000;

  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord record = new PlayerRecord();
  private final int recordBytes;

  /** A character who has done no operation yet. */
  static RecordShape ofBytes(int recordBytes) {
    return new RecordShape(recordBytes, false);
  }

  /** A character who remembers as many operations as there is room for: the next adds no byte. */
  static RecordShape ofTrader(int recordBytes) {
    return new RecordShape(recordBytes, true);
  }

  /**
   * Fills a character.
   *
   * @throws LoadException when no character has a record of that size
   */
  private RecordShape(int recordBytes, boolean hasOperations) {
    this.recordBytes = recordBytes;
    PlayerState state = record.state;
    state.coins = COINS;
    for (int i = 0; hasOperations && i < state.operations.length; i++) {
      state.operations[i] = i + 1L;
    }
    state.createdAtMs = 1;
    state.zone = 1;
    state.hp = 10;
    state.stamina = 10;
    state.x = 1.5f;
    state.y = 1.5f;
    record.name = "x";
    int smallest = bytes();
    for (ItemSlots slots : new ItemSlots[] {state.bank, state.inventory, state.equipment}) {
      for (int slot = 0; slot < slots.size() && bytes() + LONGEST_NAME <= recordBytes; slot++) {
        slots.set(slot, 1, 1, 0);
      }
    }
    while (bytes() < recordBytes && record.name.length() < LONGEST_NAME) {
      record.name += "x";
    }
    if (bytes() != recordBytes) {
      throw new LoadException(
          "no record has this size: --record-bytes "
              + recordBytes
              + " smallest="
              + smallest
              + " largest="
              + bytes());
    }
  }

  private int bytes() {
    return codec.encode(record, Fence.NEW).length;
  }

  int recordBytes() {
    return recordBytes;
  }

  /** What everybody begins with. */
  long coins() {
    return COINS;
  }

  String name() {
    return record.name;
  }

  PlayerState state() {
    return record.state;
  }

  /** The record of a player who has never played. */
  byte[] newRecord(long playerId) {
    record.playerId = playerId;
    return codec.encode(record, Fence.NEW);
  }
}
