package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;

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
  private final PlayerBodyEncoder encoder = new PlayerBodyEncoder();
  private final PlayerBodyDecoder decoder = new PlayerBodyDecoder();

  /** A whole record with that fence. */
  public byte[] encode(PlayerRecord player, Fence fence) {
    byte[] name = player.name.getBytes(StandardCharsets.UTF_8);
    int bodyLength =
        MessageHeaderEncoder.ENCODED_LENGTH
            + PlayerBodyEncoder.BLOCK_LENGTH
            + PlayerBodyEncoder.nameHeaderLength()
            + name.length;
    byte[] record = new byte[HEADER_LENGTH + bodyLength];
    buffer.wrap(record);
    encoder
        .wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeaderEncoder)
        .playerId(player.playerId)
        .createdAtMs(player.createdAtMs)
        .updatedAtMs(player.updatedAtMs)
        .lastSeenMs(player.lastSeenMs)
        .zone(player.zone)
        .hp(player.hp)
        .x(player.x)
        .y(player.y)
        .putName(name, 0, name.length);
    header.write(record, RecordKind.PLAYER, PlayerBodyEncoder.SCHEMA_VERSION, fence);
    return record;
  }

  /**
   * Judges a record, then reads it.
   *
   * @param playerId from the key
   * @param into filled only when the answer is OK
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
    float x = decoder.x();
    float y = decoder.y();
    if (!BodyFrame.fits(record, decoder.limit(), PlayerBodyDecoder.nameHeaderLength())
        || record.length - decoder.limit() - PlayerBodyDecoder.nameHeaderLength()
            != decoder.nameLength()
        || !Float.isFinite(x)
        || !Float.isFinite(y)) {
      return DecodeOutcome.CORRUPT;
    }
    if (decoder.playerId() != playerId) {
      return DecodeOutcome.WRONG_ID;
    }
    into.playerId = playerId;
    into.createdAtMs = decoder.createdAtMs();
    into.updatedAtMs = decoder.updatedAtMs();
    into.lastSeenMs = decoder.lastSeenMs();
    into.zone = decoder.zone();
    into.hp = decoder.hp();
    into.x = x;
    into.y = y;
    into.name = decoder.name();
    return DecodeOutcome.OK;
  }
}
