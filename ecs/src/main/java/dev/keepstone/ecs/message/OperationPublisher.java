package dev.keepstone.ecs.message;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.ItemKindsEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OwnSlotsEncoder;
import dev.keepstone.ecs.message.sbe.SavedEncoder;
import dev.keepstone.ecs.message.sbe.SavingEncoder;
import dev.keepstone.ecs.message.sbe.ShopStockEncoder;
import dev.keepstone.ecs.message.sbe.StandingEncoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.message.sbe.TradeWindowEncoder;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the world tells a player of what is his, and of his operations. Like {@link
 * GatewayPublisher}: a call that sends returns false when even the backlog has no room, and
 * messages with a group are begun, filled with as many entries as were announced at most, and sent.
 */
public final class OperationPublisher {
  /** The longest message that a player can get has 8 KiB; none here comes near it. */
  private static final int SCRATCH_BYTES = 16 * 1024;

  private final GatewayPublisher gateways;
  private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(SCRATCH_BYTES));
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final SavingEncoder saving = new SavingEncoder();
  private final SavedEncoder saved = new SavedEncoder();
  private final OwnSlotsEncoder ownSlots = new OwnSlotsEncoder();
  private final StandingEncoder standing = new StandingEncoder();
  private final ItemKindsEncoder itemKinds = new ItemKindsEncoder();
  private final ShopStockEncoder shopStock = new ShopStockEncoder();
  private final TradeWindowEncoder tradeWindow = new TradeWindowEncoder();
  private OwnSlotsEncoder.SlotsEncoder slots;
  private StandingEncoder.SkillsEncoder skills;
  private ItemKindsEncoder.KindsEncoder kinds;
  private ShopStockEncoder.GoodsEncoder goods;
  private TradeWindowEncoder.OfferedEncoder offered;
  private long groupSession;

  public OperationPublisher(GatewayPublisher gateways) {
    this.gateways = gateways;
    slots = ownSlots.wrapAndApplyHeader(scratch, 0, header).slotsCount(0);
    skills = standing.wrapAndApplyHeader(scratch, 0, header).skillsCount(0);
    kinds = itemKinds.wrapAndApplyHeader(scratch, 0, header).kindsCount(0);
    goods = shopStock.wrapAndApplyHeader(scratch, 0, header).goodsCount(0);
    offered = tradeWindow.wrapAndApplyHeader(scratch, 0, header).offeredCount(0);
  }

  public boolean saving(long session, long operation, int sequence, OperationKind kind) {
    saving
        .wrapAndApplyHeader(scratch, 0, header)
        .session(session)
        .operation(operation)
        .sequence(Integer.toUnsignedLong(sequence))
        .kind(kind);
    return gateways.keep(session, scratch, saving.encodedLength());
  }

  /**
   * The operation is durable.
   *
   * @param kind NULL_VAL when only its number is remembered
   */
  public boolean saved(long session, long operation, int sequence, OperationKind kind) {
    saved
        .wrapAndApplyHeader(scratch, 0, header)
        .session(session)
        .operation(operation)
        .sequence(Integer.toUnsignedLong(sequence))
        .kind(kind);
    return gateways.keep(session, scratch, saved.encodedLength());
  }

  public void beginOwnSlots(long session, long coins, int slotsMax) {
    groupSession = session;
    slots =
        ownSlots
            .wrapAndApplyHeader(scratch, 0, header)
            .session(session)
            .coins(coins)
            .slotsCount(slotsMax);
  }

  public void ownSlot(Container container, int slot, int kind, int amount, long unique) {
    slots.next().unique(unique).amount(amount).kind(kind).container(container).slot((short) slot);
  }

  public boolean sendOwnSlots() {
    slots.resetCountToIndex();
    return gateways.keep(groupSession, scratch, ownSlots.encodedLength());
  }

  public void beginStanding(
      long session, long lifetimeXp, long playtimeMs, int deaths, int level, int skillCount) {
    groupSession = session;
    skills =
        standing
            .wrapAndApplyHeader(scratch, 0, header)
            .session(session)
            .lifetimeXp(lifetimeXp)
            .playtimeMs(playtimeMs)
            .deaths(deaths)
            .level(level)
            .skillsCount(skillCount);
  }

  public void skill(int skill, long xp, int level) {
    skills.next().xp(xp).level(level).skill((short) skill);
  }

  public boolean sendStanding() {
    return gateways.keep(groupSession, scratch, standing.encodedLength());
  }

  public void beginItemKinds(long session, int kindCount) {
    groupSession = session;
    kinds = itemKinds.wrapAndApplyHeader(scratch, 0, header).session(session).kindsCount(kindCount);
  }

  public void itemKind(int kind, int maxStack, int equipSlot, byte[] name) {
    kinds
        .next()
        .kind(kind)
        .maxStack(maxStack)
        .equipSlot((short) equipSlot)
        .putName(name, 0, name.length);
  }

  public boolean sendItemKinds() {
    return gateways.keep(groupSession, scratch, itemKinds.encodedLength());
  }

  public void beginShopStock(long session, int shop, int goodCount) {
    groupSession = session;
    goods =
        shopStock
            .wrapAndApplyHeader(scratch, 0, header)
            .session(session)
            .shop(shop)
            .goodsCount(goodCount);
  }

  public void good(int kind, long amount, int price) {
    goods.next().amount(amount).price(price).kind(kind);
  }

  /**
   * Droppable: the shop can be told again.
   *
   * @return false when it was dropped
   */
  public boolean sendShopStock() {
    return gateways.sendOrDrop(groupSession, scratch, shopStock.encodedLength());
  }

  public void beginTradeWindow(
      long session,
      long other,
      TradeStage stage,
      long yourCoins,
      long theirCoins,
      boolean youConfirmed,
      boolean theyConfirmed,
      long revision,
      int offeredCount) {
    groupSession = session;
    offered =
        tradeWindow
            .wrapAndApplyHeader(scratch, 0, header)
            .session(session)
            .other(other)
            .yourCoins(yourCoins)
            .theirCoins(theirCoins)
            .stage(stage)
            .youConfirmed((short) (youConfirmed ? 1 : 0))
            .theyConfirmed((short) (theyConfirmed ? 1 : 0))
            .revision(revision)
            .offeredCount(offeredCount);
  }

  public void offered(boolean isYours, int slot, int kind, int amount) {
    offered.next().amount(amount).kind(kind).slot((short) slot).isYours((short) (isYours ? 1 : 0));
  }

  public boolean sendTradeWindow(byte[] otherName) {
    tradeWindow.putOtherName(otherName, 0, otherName.length);
    return gateways.keep(groupSession, scratch, tradeWindow.encodedLength());
  }
}
