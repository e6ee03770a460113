package dev.keepstone.net.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.AskDecoder;
import dev.keepstone.ecs.message.sbe.BuyDecoder;
import dev.keepstone.ecs.message.sbe.EnterDecoder;
import dev.keepstone.ecs.message.sbe.EnterRefusedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.GoneDecoder;
import dev.keepstone.ecs.message.sbe.IntentRefusedDecoder;
import dev.keepstone.ecs.message.sbe.ItemKindsDecoder;
import dev.keepstone.ecs.message.sbe.LeaveDecoder;
import dev.keepstone.ecs.message.sbe.LookDecoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.MoveItemDecoder;
import dev.keepstone.ecs.message.sbe.OnlineDecoder;
import dev.keepstone.ecs.message.sbe.OrderDecoder;
import dev.keepstone.ecs.message.sbe.OwnSlotsDecoder;
import dev.keepstone.ecs.message.sbe.SavedDecoder;
import dev.keepstone.ecs.message.sbe.SavingDecoder;
import dev.keepstone.ecs.message.sbe.SayDecoder;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.ShopStockDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.ecs.message.sbe.StandingDecoder;
import dev.keepstone.ecs.message.sbe.TakeItemDecoder;
import dev.keepstone.ecs.message.sbe.TradeDecoder;
import dev.keepstone.ecs.message.sbe.TradeWindowDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import dev.keepstone.ecs.message.sbe.WhoDecoder;
import dev.keepstone.net.wire.sbe.CharacterRequestDecoder;
import dev.keepstone.net.wire.sbe.CharactersDecoder;
import dev.keepstone.net.wire.sbe.ClientHelloDecoder;
import dev.keepstone.net.wire.sbe.DeskCharactersDecoder;
import dev.keepstone.net.wire.sbe.DeskRequestDecoder;
import dev.keepstone.net.wire.sbe.DeskVerdictDecoder;
import dev.keepstone.net.wire.sbe.GoodbyeDecoder;
import dev.keepstone.net.wire.sbe.HelloRefusedDecoder;
import dev.keepstone.net.wire.sbe.LoginDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.PingDecoder;
import dev.keepstone.net.wire.sbe.PongDecoder;
import dev.keepstone.net.wire.sbe.ReceivedDecoder;
import dev.keepstone.net.wire.sbe.RefusedDecoder;
import dev.keepstone.net.wire.sbe.RegisterDecoder;
import dev.keepstone.net.wire.sbe.ResumeDecoder;
import dev.keepstone.net.wire.sbe.ServerHelloDecoder;
import dev.keepstone.net.wire.sbe.StoppingDecoder;
import dev.keepstone.net.wire.sbe.TokenDecoder;
import dev.keepstone.net.wire.sbe.UpdateDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Judges a message before a field of it is read: known template of the right schema, the block that
 * this template has, groups and texts that end exactly where the message ends.
 *
 * <pre>
 *  0        2          4         6        8
 *  | block  | template | schema  | version | block ... | group | texts |
 *  | length |    id    |   id    |         |
 *                                            group: | block length u16 | count u16 | entries |
 *                                            text:  | length u16 | bytes |
 * </pre>
 *
 * <p>Blocks must have the length of this build's schema: peers with another one have been told so
 * by the protocol version in the hello. Stateless, so any thread may call it.
 */
public final class FrameValidator {
  /** What {@link #templateId} returns for a message that must not be read. */
  public static final int MALFORMED = -1;

  /** What a client may send in the clear. */
  public static final FrameValidator GREETING =
      new FrameValidator(ClientHelloDecoder.SCHEMA_ID)
          .add(ClientHelloDecoder.TEMPLATE_ID, ClientHelloDecoder.BLOCK_LENGTH, 0);

  /** What the gateway may send in the clear. */
  public static final FrameValidator GREETING_ANSWER =
      new FrameValidator(ServerHelloDecoder.SCHEMA_ID)
          .add(ServerHelloDecoder.TEMPLATE_ID, ServerHelloDecoder.BLOCK_LENGTH, 0)
          .add(HelloRefusedDecoder.TEMPLATE_ID, HelloRefusedDecoder.BLOCK_LENGTH, 0);

  /** Session messages of a client, inside Sealed. */
  public static final FrameValidator REQUESTS =
      new FrameValidator(LoginDecoder.SCHEMA_ID)
          .add(RegisterDecoder.TEMPLATE_ID, RegisterDecoder.BLOCK_LENGTH, 2)
          .add(LoginDecoder.TEMPLATE_ID, LoginDecoder.BLOCK_LENGTH, 3)
          .add(PingDecoder.TEMPLATE_ID, PingDecoder.BLOCK_LENGTH, 0)
          .add(ResumeDecoder.TEMPLATE_ID, ResumeDecoder.BLOCK_LENGTH, 2)
          .add(CharacterRequestDecoder.TEMPLATE_ID, CharacterRequestDecoder.BLOCK_LENGTH, 1)
          .add(ReceivedDecoder.TEMPLATE_ID, ReceivedDecoder.BLOCK_LENGTH, 0);

  /** Session messages of the gateway, inside Sealed. */
  public static final FrameValidator ANSWERS =
      new FrameValidator(RefusedDecoder.SCHEMA_ID)
          .add(RefusedDecoder.TEMPLATE_ID, RefusedDecoder.BLOCK_LENGTH, 1)
          .add(PongDecoder.TEMPLATE_ID, PongDecoder.BLOCK_LENGTH, 0)
          .add(TokenDecoder.TEMPLATE_ID, TokenDecoder.BLOCK_LENGTH, 0)
          .addWithGroup(
              CharactersDecoder.TEMPLATE_ID,
              CharactersDecoder.BLOCK_LENGTH,
              CharactersDecoder.OwnedDecoder.sbeBlockLength(),
              1,
              1)
          .add(UpdateDecoder.TEMPLATE_ID, UpdateDecoder.BLOCK_LENGTH, 1);

  /** What a player may ask of the world. */
  public static final FrameValidator INTENTS =
      new FrameValidator(MoveDecoder.SCHEMA_ID)
          .add(MoveDecoder.TEMPLATE_ID, MoveDecoder.BLOCK_LENGTH, 0)
          .add(SayDecoder.TEMPLATE_ID, SayDecoder.BLOCK_LENGTH, 1)
          .add(LookDecoder.TEMPLATE_ID, LookDecoder.BLOCK_LENGTH, 0)
          .add(WhoDecoder.TEMPLATE_ID, WhoDecoder.BLOCK_LENGTH, 0)
          .add(LeaveDecoder.TEMPLATE_ID, LeaveDecoder.BLOCK_LENGTH, 0)
          .add(TakeItemDecoder.TEMPLATE_ID, TakeItemDecoder.BLOCK_LENGTH, 0)
          .add(MoveItemDecoder.TEMPLATE_ID, MoveItemDecoder.BLOCK_LENGTH, 0)
          .add(BuyDecoder.TEMPLATE_ID, BuyDecoder.BLOCK_LENGTH, 0)
          .addWithGroup(
              TradeDecoder.TEMPLATE_ID,
              TradeDecoder.BLOCK_LENGTH,
              TradeDecoder.OfferedDecoder.sbeBlockLength(),
              0,
              0)
          .add(OrderDecoder.TEMPLATE_ID, OrderDecoder.BLOCK_LENGTH, 1)
          .add(AskDecoder.TEMPLATE_ID, AskDecoder.BLOCK_LENGTH, 0);

  /** What a gateway itself tells the world about a session. */
  public static final FrameValidator SESSIONS =
      new FrameValidator(EnterDecoder.SCHEMA_ID)
          .add(EnterDecoder.TEMPLATE_ID, EnterDecoder.BLOCK_LENGTH, 0)
          .add(GoneDecoder.TEMPLATE_ID, GoneDecoder.BLOCK_LENGTH, 0);

  /** What a gateway in a process of its own asks its server, beside what it tells the world. */
  public static final FrameValidator LINK_REQUESTS =
      new FrameValidator(DeskRequestDecoder.SCHEMA_ID)
          .add(DeskRequestDecoder.TEMPLATE_ID, DeskRequestDecoder.BLOCK_LENGTH, 4)
          .add(GoodbyeDecoder.TEMPLATE_ID, GoodbyeDecoder.BLOCK_LENGTH, 0);

  /** What a server says to such a gateway, beside what the world does. */
  public static final FrameValidator LINK_ANSWERS =
      new FrameValidator(DeskVerdictDecoder.SCHEMA_ID)
          .add(DeskVerdictDecoder.TEMPLATE_ID, DeskVerdictDecoder.BLOCK_LENGTH, 1)
          .addWithGroup(
              DeskCharactersDecoder.TEMPLATE_ID,
              DeskCharactersDecoder.BLOCK_LENGTH,
              DeskCharactersDecoder.OwnedDecoder.sbeBlockLength(),
              1,
              0)
          .add(StoppingDecoder.TEMPLATE_ID, StoppingDecoder.BLOCK_LENGTH, 0)
          .add(GoodbyeDecoder.TEMPLATE_ID, GoodbyeDecoder.BLOCK_LENGTH, 0);

  /** What the world may say about a session. */
  public static final FrameValidator UPDATES =
      new FrameValidator(EnteredDecoder.SCHEMA_ID)
          .add(EnterRefusedDecoder.TEMPLATE_ID, EnterRefusedDecoder.BLOCK_LENGTH, 0)
          .add(EnteredDecoder.TEMPLATE_ID, EnteredDecoder.BLOCK_LENGTH, 2)
          .addWithGroup(
              SnapshotDecoder.TEMPLATE_ID,
              SnapshotDecoder.BLOCK_LENGTH,
              SnapshotDecoder.NearDecoder.sbeBlockLength(),
              0,
              0)
          .addWithGroup(
              AppearedDecoder.TEMPLATE_ID,
              AppearedDecoder.BLOCK_LENGTH,
              AppearedDecoder.EntitiesDecoder.sbeBlockLength(),
              1,
              0)
          .addWithGroup(
              VanishedDecoder.TEMPLATE_ID,
              VanishedDecoder.BLOCK_LENGTH,
              VanishedDecoder.EntitiesDecoder.sbeBlockLength(),
              0,
              0)
          .add(SpokenDecoder.TEMPLATE_ID, SpokenDecoder.BLOCK_LENGTH, 2)
          .addWithGroup(
              SeenDecoder.TEMPLATE_ID,
              SeenDecoder.BLOCK_LENGTH,
              SeenDecoder.NearDecoder.sbeBlockLength(),
              1,
              0)
          .addWithGroup(
              OnlineDecoder.TEMPLATE_ID,
              OnlineDecoder.BLOCK_LENGTH,
              OnlineDecoder.PlayersDecoder.sbeBlockLength(),
              1,
              0)
          .add(FarewellDecoder.TEMPLATE_ID, FarewellDecoder.BLOCK_LENGTH, 0)
          .add(IntentRefusedDecoder.TEMPLATE_ID, IntentRefusedDecoder.BLOCK_LENGTH, 0)
          .addWithGroup(
              OwnSlotsDecoder.TEMPLATE_ID,
              OwnSlotsDecoder.BLOCK_LENGTH,
              OwnSlotsDecoder.SlotsDecoder.sbeBlockLength(),
              0,
              0)
          .addWithGroup(
              StandingDecoder.TEMPLATE_ID,
              StandingDecoder.BLOCK_LENGTH,
              StandingDecoder.SkillsDecoder.sbeBlockLength(),
              0,
              0)
          .add(SavingDecoder.TEMPLATE_ID, SavingDecoder.BLOCK_LENGTH, 0)
          .add(SavedDecoder.TEMPLATE_ID, SavedDecoder.BLOCK_LENGTH, 0)
          .addWithGroup(
              TradeWindowDecoder.TEMPLATE_ID,
              TradeWindowDecoder.BLOCK_LENGTH,
              TradeWindowDecoder.OfferedDecoder.sbeBlockLength(),
              0,
              1)
          .addWithGroup(
              ItemKindsDecoder.TEMPLATE_ID,
              ItemKindsDecoder.BLOCK_LENGTH,
              ItemKindsDecoder.KindsDecoder.sbeBlockLength(),
              1,
              0)
          .addWithGroup(
              ShopStockDecoder.TEMPLATE_ID,
              ShopStockDecoder.BLOCK_LENGTH,
              ShopStockDecoder.GoodsDecoder.sbeBlockLength(),
              0,
              0);

  private static final int HEADER_BYTES = MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int GROUP_HEADER_BYTES = 4;
  private static final int TEXT_HEADER_BYTES = 2;

  private final int schemaId;
  private final Int2ObjectHashMap<Shape> shapeByTemplateId = new Int2ObjectHashMap<>();

  private FrameValidator(int schemaId) {
    this.schemaId = schemaId;
  }

  /** Schema id of a message, or {@link #MALFORMED} when it is too short to have one. */
  public static int schemaId(DirectBuffer buffer, int offset, int lengthBytes) {
    return lengthBytes < HEADER_BYTES ? MALFORMED : unsignedShort(buffer, offset + 4);
  }

  /**
   * Template id of a message that is safe to decode.
   *
   * @return {@link #MALFORMED} when the message is of another schema or template, too short, too
   *     long, or inconsistent
   */
  public int templateId(DirectBuffer buffer, int offset, int lengthBytes) {
    if (schemaId(buffer, offset, lengthBytes) != schemaId) {
      return MALFORMED;
    }
    int templateId = unsignedShort(buffer, offset + 2);
    Shape shape = shapeByTemplateId.get(templateId);
    if (shape == null || unsignedShort(buffer, offset) != shape.blockLength) {
      return MALFORMED;
    }
    return shape.ends(buffer, offset + HEADER_BYTES, offset + lengthBytes) ? templateId : MALFORMED;
  }

  private FrameValidator add(int templateId, int blockLength, int textCount) {
    shapeByTemplateId.put(templateId, new Shape(blockLength, -1, 0, textCount));
    return this;
  }

  private FrameValidator addWithGroup(
      int templateId, int blockLength, int entryBlockLength, int entryTextCount, int textCount) {
    shapeByTemplateId.put(
        templateId, new Shape(blockLength, entryBlockLength, entryTextCount, textCount));
    return this;
  }

  private static int unsignedShort(DirectBuffer buffer, int index) {
    return buffer.getShort(index, LITTLE_ENDIAN) & 0xFFFF;
  }

  /** {@code entryBlockLength} is -1 for a message without a group. */
  private record Shape(int blockLength, int entryBlockLength, int entryTextCount, int textCount) {

    boolean ends(DirectBuffer buffer, int start, int limit) {
      int position = start + blockLength;
      if (entryBlockLength >= 0) {
        position = afterGroup(buffer, position, limit);
      }
      return afterTexts(buffer, position, limit, textCount) == limit;
    }

    private int afterGroup(DirectBuffer buffer, int start, int limit) {
      if (start + GROUP_HEADER_BYTES > limit || unsignedShort(buffer, start) != entryBlockLength) {
        return Integer.MAX_VALUE;
      }
      int count = unsignedShort(buffer, start + 2);
      int position = start + GROUP_HEADER_BYTES;
      for (int i = 0; i < count && position <= limit; i++) {
        position = afterTexts(buffer, position + entryBlockLength, limit, entryTextCount);
      }
      return position;
    }

    /** Any position beyond {@code limit} means that the message is cut short. */
    private static int afterTexts(DirectBuffer buffer, int start, int limit, int textCount) {
      int position = start;
      for (int i = 0; i < textCount; i++) {
        if (position > limit - TEXT_HEADER_BYTES) {
          return Integer.MAX_VALUE;
        }
        position += TEXT_HEADER_BYTES + unsignedShort(buffer, position);
      }
      return position;
    }
  }
}
