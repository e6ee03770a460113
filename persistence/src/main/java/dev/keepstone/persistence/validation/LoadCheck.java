package dev.keepstone.persistence.validation;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.content.ZoneMap;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.rule.Movement;
import dev.keepstone.ecs.rule.Vitals;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges a stored player and puts right what can be put right without giving anybody anything: hit
 * points come down to the most there can be, counts never change. All reasons are found, the
 * gravest decides.
 *
 * <p>One thread.
 */
public final class LoadCheck {
  private final @Nullable WorldContent content;
  private final PlayerCodec codec = new PlayerCodec();
  private final EnumSet<LoadReason> reasons = EnumSet.noneOf(LoadReason.class);
  private final LongHashSet uniques = new LongHashSet();

  private LoadCheck(@Nullable WorldContent content) {
    this.content = content;
  }

  /** Against the maps and items of a world. A world without items asks nothing about items. */
  public static LoadCheck against(WorldContent content) {
    return new LoadCheck(content);
  }

  /** Without content: what depends on maps and items is not asked. For tools. */
  public static LoadCheck withoutContent() {
    return new LoadCheck(null);
  }

  /**
   * Reads and judges a record.
   *
   * @param stored header and body
   * @param playerId from the key
   * @param into to be used when the answer is OK or CLAMP; it has been put right then
   */
  public LoadOutcome judge(byte[] stored, long playerId, PlayerRecord into) {
    reasons.clear();
    DecodeOutcome decoded = codec.decode(stored, playerId, into);
    switch (decoded) {
      case OK -> {
        checkNumbers(into.state);
        checkContent(into.state);
        clamp(into);
      }
      case CORRUPT -> reasons.add(LoadReason.DAMAGED);
      case WRONG_ID -> reasons.add(LoadReason.WRONG_ID);
      case NEWER -> reasons.add(LoadReason.NEWER);
      case TOO_LARGE -> reasons.add(LoadReason.TOO_LARGE);
    }
    LoadOutcome outcome = LoadOutcome.OK;
    for (LoadReason reason : reasons) {
      outcome = reason.outcome().compareTo(outcome) > 0 ? reason.outcome() : outcome;
    }
    return outcome;
  }

  /** What the last judgement found; valid until the next. */
  public Set<LoadReason> reasons() {
    return Collections.unmodifiableSet(reasons);
  }

  private void checkNumbers(PlayerState state) {
    checkCounts(state.inventory);
    checkCounts(state.equipment);
    checkCounts(state.bank);
    add(state.coins < 0, LoadReason.IMPOSSIBLE_COUNT);
    long sum = 0;
    for (long xp : state.skillXp) {
      add(xp < 0, LoadReason.NEGATIVE_XP);
      sum += Math.max(xp, 0);
    }
    add(state.lifetimeXp < 0, LoadReason.NEGATIVE_XP);
    add(sum < 0 || state.lifetimeXp < sum, LoadReason.LIFETIME_XP_TOO_LOW);
    add(!Float.isFinite(state.x) || !Float.isFinite(state.y), LoadReason.NO_POSITION);
    uniques.clear();
    checkUniques(state.inventory);
    checkUniques(state.equipment);
    checkUniques(state.bank);
  }

  private void checkCounts(ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        int count = slots.count(slot);
        add(count <= 0 || count > StateLimits.MAX_COUNT, LoadReason.IMPOSSIBLE_COUNT);
      }
    }
  }

  private void checkUniques(ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      long unique = slots.unique(slot);
      add(unique != 0 && !uniques.add(unique), LoadReason.SAME_ITEM_TWICE);
    }
  }

  private void checkContent(PlayerState state) {
    if (content == null) {
      return;
    }
    add(
        state.zone != 0 && content.zones().indexOf(state.zone) == ZoneMaps.NONE,
        LoadReason.UNKNOWN_ZONE);
    if (content.items().size() > 0) {
      checkItems(content.items(), state.inventory);
      checkItems(content.items(), state.equipment);
      checkItems(content.items(), state.bank);
      checkWorn(content.items(), state.equipment);
    }
  }

  private void checkItems(ItemTable items, ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        ItemType type = items.get(slots.kind(slot));
        add(type == null, LoadReason.UNKNOWN_ITEM);
        add(type != null && slots.count(slot) > type.maxStack(), LoadReason.STACK_TOO_HIGH);
      }
    }
  }

  private void checkWorn(ItemTable items, ItemSlots equipment) {
    for (int slot = 0; slot < equipment.size(); slot++) {
      ItemType type = items.get(equipment.kind(slot));
      add(type != null && type.equipSlot() != slot, LoadReason.NOT_WORN_THERE);
    }
  }

  private void clamp(PlayerRecord player) {
    PlayerState state = player.state;
    int hp = Math.max(0, Math.min(Vitals.PLAYER_MAX_HP, state.hp));
    add(hp != state.hp, LoadReason.HP_OUT_OF_RANGE);
    state.hp = hp;
    int stamina = Math.max(0, Math.min(Vitals.PLAYER_MAX_STAMINA, state.stamina));
    add(stamina != state.stamina, LoadReason.STAMINA_OUT_OF_RANGE);
    state.stamina = stamina;
    add(state.playtimeMs < 0, LoadReason.NEGATIVE_PLAYTIME);
    state.playtimeMs = Math.max(0, state.playtimeMs);
    add(state.deaths < 0, LoadReason.NEGATIVE_DEATHS);
    state.deaths = Math.max(0, state.deaths);
    if (state.createdAtMs <= 0) {
      reasons.add(LoadReason.NO_CREATED_AT);
      state.createdAtMs = player.updatedAtMs;
    }
    clampPosition(state);
  }

  private void clampPosition(PlayerState state) {
    if (content == null || state.zone == 0) {
      return;
    }
    int index = content.zones().indexOf(state.zone);
    if (index == ZoneMaps.NONE) {
      return;
    }
    ZoneMap map = content.zones().at(index);
    if (!Movement.fits(map, state.x, state.y)) {
      reasons.add(LoadReason.OUTSIDE_OF_THE_MAP);
      state.x = map.spawnX();
      state.y = map.spawnY();
    }
  }

  private void add(boolean isWrong, LoadReason reason) {
    if (isWrong) {
      reasons.add(reason);
    }
  }
}
