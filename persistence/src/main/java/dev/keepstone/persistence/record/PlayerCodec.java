package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;

import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.record.sbe.PlayerBodyEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Player record to bytes and back. One thread each. The arrays that {@link #encode} returns are new
 * and belong to the caller; {@link #decode} keeps nothing of its argument.
 */
public final class PlayerCodec {
  private final RecordHeader header = new RecordHeader();
  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
  private final MessageHeaderEncoder messageHeaderEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder messageHeaderDecoder = new MessageHeaderDecoder();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final UnsafeBuffer stateBuffer = new UnsafeBuffer(new byte[PlayerStateCodec.MAX_BYTES]);
  private final PlayerBodyEncoder encoder = new PlayerBodyEncoder();
  private final PlayerBodyDecoder decoder = new PlayerBodyDecoder();

  /** A whole record with that fence. */
  public byte[] encode(PlayerRecord player, Fence fence) {
    byte[] name = player.name.getBytes(StandardCharsets.UTF_8);
    int stateLength = stateCodec.encode(player.state, stateBuffer, 0);
    int bodyLength =
        MessageHeaderEncoder.ENCODED_LENGTH
            + PlayerBodyEncoder.BLOCK_LENGTH
            + PlayerBodyEncoder.nameHeaderLength()
            + name.length
            + PlayerBodyEncoder.stateHeaderLength()
            + stateLength;
    byte[] record = new byte[HEADER_LENGTH + bodyLength];
    buffer.wrap(record);
    encoder
        .wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeaderEncoder)
        .playerId(player.playerId)
        .updatedAtMs(player.updatedAtMs)
        .lastSeenMs(player.lastSeenMs)
        .putName(name, 0, name.length)
        .putState(stateBuffer, 0, stateLength);
    header.write(record, RecordKind.PLAYER, PlayerBodyEncoder.SCHEMA_VERSION, fence);
    return record;
  }

  /**
   * Judges a record, then reads it.
   *
   * @param playerId from the key
   * @param into to be used only when the answer is OK
   */
  public DecodeOutcome decode(byte[] record, long playerId, PlayerRecord into) {
    DecodeOutcome outcome =
        header.wrap(record).judge(RecordKind.PLAYER, PlayerBodyDecoder.SCHEMA_VERSION);
    if (outcome != DecodeOutcome.OK) {
      return outcome;
    }
    buffer.wrap(record);
    if (!BodyFrame.isSound(
        messageHeaderDecoder,
        buffer,
        header.schemaVersion(),
        PlayerBodyDecoder.TEMPLATE_ID,
        PlayerBodyDecoder.BLOCK_LENGTH)) {
      return DecodeOutcome.CORRUPT;
    }
    decoder.wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeaderDecoder);
    if (!readTexts(record, into)
        || !Float.isFinite(into.state.x)
        || !Float.isFinite(into.state.y)) {
      return DecodeOutcome.CORRUPT;
    }
    if (decoder.playerId() != playerId) {
      return DecodeOutcome.WRONG_ID;
    }
    into.playerId = playerId;
    into.updatedAtMs = decoder.updatedAtMs();
    into.lastSeenMs = decoder.lastSeenMs();
    return DecodeOutcome.OK;
  }

  /** Name and state, which must end where the record ends. */
  private boolean readTexts(byte[] record, PlayerRecord into) {
    int nameAt = decoder.limit();
    if (!BodyFrame.fits(record, nameAt, PlayerBodyDecoder.nameHeaderLength())
        || !BodyFrame.fits(
            record,
            nameAt + PlayerBodyDecoder.nameHeaderLength() + decoder.nameLength(),
            PlayerBodyDecoder.stateHeaderLength())) {
      return false;
    }
    into.name = decoder.name();
    int stateAt = decoder.limit() + PlayerBodyDecoder.stateHeaderLength();
    return record.length - stateAt == decoder.stateLength()
        && stateCodec.decode(buffer, stateAt, decoder.stateLength(), into.state);
  }
}
