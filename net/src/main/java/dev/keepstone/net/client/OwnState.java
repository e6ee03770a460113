package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.ItemKindsDecoder;
import dev.keepstone.ecs.message.sbe.OwnSlotsDecoder;
import dev.keepstone.ecs.message.sbe.ShopStockDecoder;
import dev.keepstone.ecs.message.sbe.StandingDecoder;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.StateLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of its own character: slots, coins, standing, and what the shop and the trade
 * before it hold. As the server said last; a change that is still on its way to the store is in
 * here already. Belongs to the client's thread.
 */
public final class OwnState {
  private final ItemSlots inventory = new ItemSlots(StateLimits.INVENTORY_SLOTS);
  private final ItemSlots equipment = new ItemSlots(StateLimits.EQUIPMENT_SLOTS);
  private final ItemSlots bank = new ItemSlots(StateLimits.BANK_SLOTS);
  private final ItemNames items = new ItemNames();

  private long coins;
  private Standing standing = Standing.UNKNOWN;
  private Shop shop = Shop.NONE;
  private @Nullable TradeView trade;

  /**
   * How far the character has come.
   *
   * @param level of the character
   * @param playtimeMs in all sessions
   * @param skills those with experience
   */
  public record Standing(
      int level, long lifetimeXp, long playtimeMs, long deaths, List<Skill> skills) {
    static final Standing UNKNOWN = new Standing(0, 0, 0, 0, List.of());
  }

  /** One skill by its number, from 0. */
  public record Skill(int skill, int level, long xp) {}

  /**
   * The shop within reach, as of its newest message.
   *
   * @param number 0: none was ever in reach
   */
  public record Shop(int number, List<Goods> goods) {
    static final Shop NONE = new Shop(0, List.of());
  }

  /**
   * What a shop has of one kind.
   *
   * @param price coins for one
   */
  public record Goods(int kind, long amount, long price) {}

  /** What the character carries. */
  public ItemSlots inventory() {
    return inventory;
  }

  public ItemSlots equipment() {
    return equipment;
  }

  public ItemSlots bank() {
    return bank;
  }

  public long coins() {
    return coins;
  }

  public ItemNames items() {
    return items;
  }

  public Standing standing() {
    return standing;
  }

  public Shop shop() {
    return shop;
  }

  /** The newest trade, which may be over; null when there was none. */
  public @Nullable TradeView trade() {
    return trade;
  }

  void apply(OwnSlotsDecoder message) {
    coins = message.coins();
    for (OwnSlotsDecoder.SlotsDecoder slot : message.slots()) {
      ItemSlots container = containerOf(slot.containerRaw());
      // A container or a slot that this client doesn't know must not end it.
      if (container != null && slot.slot() < container.size()) {
        boolean isEmpty = slot.kind() == 0;
        container.set(
            slot.slot(),
            slot.kind(),
            isEmpty ? 0 : (int) slot.amount(),
            isEmpty ? 0 : slot.unique());
      }
    }
  }

  void apply(StandingDecoder message) {
    List<Skill> skills = new ArrayList<>();
    long lifetimeXp = message.lifetimeXp();
    for (StandingDecoder.SkillsDecoder skill : message.skills()) {
      skills.add(new Skill(skill.skill(), skill.level(), skill.xp()));
    }
    standing =
        new Standing(
            message.level(),
            lifetimeXp,
            message.playtimeMs(),
            message.deaths(),
            List.copyOf(skills));
  }

  void apply(ItemKindsDecoder message) {
    items.apply(message);
  }

  void apply(ShopStockDecoder message) {
    List<Goods> goods = new ArrayList<>();
    for (ShopStockDecoder.GoodsDecoder good : message.goods()) {
      goods.add(new Goods(good.kind(), good.amount(), good.price()));
    }
    shop = new Shop(message.shop(), List.copyOf(goods));
  }

  void trade(TradeView newest) {
    trade = newest;
  }

  private @Nullable ItemSlots containerOf(int code) {
    if (code == Container.INVENTORY.value()) {
      return inventory;
    }
    if (code == Container.EQUIPMENT.value()) {
      return equipment;
    }
    return code == Container.BANK.value() ? bank : null;
  }
}
