package dev.keepstone.persistence.migration;

import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import java.util.List;

/**
 * The chain. Each step takes what its version had and fills in what the next one has; applied to a
 * state that is up to date already it changes nothing. A step is never changed or removed once a
 * server with it has run: append another.
 */
public final class Migrations {
  /** A kind of item that was given up in version 5 ... */
  static final int OLD_HEALING_POTION = 9;

  /** ... and the one that took its place: see config/world/items.conf. */
  static final int HEALING_POTION = 5;

  /** Step {@code i} leads from version {@code i + 1} to the next. */
  private static final List<Migration> CHAIN =
      List.of(
          Migrations::toVersion2,
          Migrations::toVersion3,
          Migrations::toVersion4,
          Migrations::toVersion5,
          Migrations::toVersion6,
          Migrations::toVersion7);

  private Migrations() {}

  /** The version that {@link #apply} leads to. */
  public static int newestVersion() {
    return CHAIN.size() + 1;
  }

  /**
   * Brings a state up to date.
   *
   * @param fromVersion of the record that it was read from, 1 to {@link #newestVersion}
   * @param state with 0 in every field that this version lacks
   */
  public static void apply(int fromVersion, PlayerState state) {
    for (int version = fromVersion; version < newestVersion(); version++) {
      CHAIN.get(version - 1).apply(state);
    }
  }

  /** What a kind of item is today; the ledger keeps the number of its day. */
  public static int currentKind(int kind) {
    return kind == OLD_HEALING_POTION ? HEALING_POTION : kind;
  }

  /** Lifetime experience: at least what the skills have now. */
  private static void toVersion2(PlayerState state) {
    long sum = 0;
    for (long xp : state.skillXp) {
      sum += xp;
    }
    state.lifetimeXp = Math.max(state.lifetimeXp, sum);
  }

  /** Playtime, which nobody counted before, and created-at, which stays unknown (0). */
  private static void toVersion3(PlayerState state) {
    state.playtimeMs = Math.max(state.playtimeMs, 0);
  }

  /** Deaths, which nobody counted before. */
  private static void toVersion4(PlayerState state) {
    state.deaths = Math.max(state.deaths, 0);
  }

  /** One kind of item got the number of another. */
  private static void toVersion5(PlayerState state) {
    renumber(state.inventory);
    renumber(state.equipment);
    renumber(state.bank);
  }

  /** Accounts have a role since then; of players nothing has changed. */
  private static void toVersion6(PlayerState state) {}

  /** Accounts have several characters since then; of players nothing has changed. */
  private static void toVersion7(PlayerState state) {}

  private static void renumber(ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      int kind = slots.kind(slot);
      if (kind != currentKind(kind)) {
        slots.set(slot, currentKind(kind), slots.count(slot), slots.unique(slot));
      }
    }
  }

  /** One step. */
  private interface Migration {
    void apply(PlayerState state);
  }
}
