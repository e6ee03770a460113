package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.FarewellEncoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.IntentRefusedEncoder;
import dev.keepstone.ecs.message.sbe.ItemKindsEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OwnSlotsEncoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SavedEncoder;
import dev.keepstone.ecs.message.sbe.SavingEncoder;
import dev.keepstone.ecs.message.sbe.ShopStockEncoder;
import dev.keepstone.ecs.message.sbe.StandingEncoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.message.sbe.TradeWindowEncoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** What a world says to one player about his own, as bytes for {@link MemoryWorld#sayRaw}. */
public final class OwnMessages {
  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  private final long session;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 * 1024]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  public OwnMessages(long session) {
    this.session = session;
  }

  public byte[] slot(long coins, Container container, int slot, int kind, long amount) {
    OwnSlotsEncoder encoder = new OwnSlotsEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .coins(coins)
        .slotsCount(1)
        .next()
        .unique(0)
        .amount(amount)
        .kind(kind)
        .container(container)
        .slot((short) slot);
    return bytes(encoder.encodedLength());
  }

  public byte[] standing(int level, int skill, long xp) {
    StandingEncoder encoder = new StandingEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .lifetimeXp(xp)
        .playtimeMs(60_000)
        .deaths(2)
        .level(level)
        .skillsCount(1)
        .next()
        .xp(xp)
        .level(level)
        .skill((short) skill);
    return bytes(encoder.encodedLength());
  }

  public byte[] kind(int kind, String name, int equipSlot) {
    ItemKindsEncoder encoder = new ItemKindsEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .kindsCount(1)
        .next()
        .kind(kind)
        .maxStack(100)
        .equipSlot((short) equipSlot)
        .name(name);
    return bytes(encoder.encodedLength());
  }

  public byte[] shop(int shop, int kind, long amount, long price) {
    ShopStockEncoder encoder = new ShopStockEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .shop(shop)
        .goodsCount(1)
        .next()
        .amount(amount)
        .price(price)
        .kind(kind);
    return bytes(encoder.encodedLength());
  }

  public byte[] trade(TradeStage stage, long other, String otherName, long theirCoins) {
    TradeWindowEncoder encoder = new TradeWindowEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .other(other)
        .yourCoins(0)
        .theirCoins(theirCoins)
        .stage(stage)
        .youConfirmed((short) 0)
        .theyConfirmed((short) 0)
        .offeredCount(1)
        .next()
        .amount(3)
        .kind(1)
        .slot((short) 4)
        .isYours((short) 1);
    encoder.otherName(otherName);
    return bytes(encoder.encodedLength());
  }

  public byte[] saving(long operation, OperationKind kind) {
    SavingEncoder encoder = new SavingEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .operation(operation)
        .sequence(0)
        .kind(kind);
    return bytes(encoder.encodedLength());
  }

  public byte[] saved(long operation, OperationKind kind) {
    SavedEncoder encoder = new SavedEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .operation(operation)
        .sequence(0)
        .kind(kind);
    return bytes(encoder.encodedLength());
  }

  public byte[] refused(long sequence, RefusalReason reason) {
    IntentRefusedEncoder encoder = new IntentRefusedEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .reason(reason);
    return bytes(encoder.encodedLength());
  }

  public byte[] farewell(FarewellReason reason) {
    FarewellEncoder encoder = new FarewellEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .reason(reason)
        .saved((short) 0)
        .x(0)
        .y(0);
    return bytes(encoder.encodedLength());
  }

  private byte[] bytes(int encodedLength) {
    return Arrays.copyOf(buffer.byteArray(), HEADER_BYTES + encodedLength);
  }
}
