package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import dev.keepstone.persistence.record.sbe.NameBodyDecoder;
import dev.keepstone.persistence.record.sbe.NameBodyEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The record of a name that a further character of an account has. It lies under the key of an
 * account with that name, so that nobody can register it, and one look says that a name is taken.
 * Any thread.
 */
public final class NameCodec {
  private NameCodec() {}

  /**
   * Whose name it is.
   *
   * @param playerId the character
   * @param account the account that has it
   */
  public record Owner(long playerId, String account) {}

  /** Whether a value under an account's key is such a name and no account. */
  public static boolean isName(byte[] record) {
    return record.length >= HEADER_LENGTH
        && new RecordHeader().wrap(record).isHeaderIntact()
        && new RecordHeader().wrap(record).kind() == RecordKind.NAME;
  }

  /** A whole new record. */
  public static byte[] encode(Owner owner) {
    byte[] account = owner.account().getBytes(StandardCharsets.UTF_8);
    byte[] record =
        new byte
            [HEADER_LENGTH
                + MessageHeaderEncoder.ENCODED_LENGTH
                + NameBodyEncoder.BLOCK_LENGTH
                + NameBodyEncoder.accountHeaderLength()
                + account.length];
    new NameBodyEncoder()
        .wrapAndApplyHeader(new UnsafeBuffer(record), HEADER_LENGTH, new MessageHeaderEncoder())
        .playerId(owner.playerId())
        .putAccount(account, 0, account.length);
    new RecordHeader().write(record, RecordKind.NAME, NameBodyEncoder.SCHEMA_VERSION, Fence.NEW);
    return record;
  }

  /** Null when the record is damaged, of a newer server, or no name. */
  public static @Nullable Owner decode(byte[] record) {
    RecordHeader header = new RecordHeader().wrap(record);
    if (header.judge(RecordKind.NAME, NameBodyDecoder.SCHEMA_VERSION) != DecodeOutcome.OK) {
      return null;
    }
    UnsafeBuffer buffer = new UnsafeBuffer(record);
    MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    if (!BodyFrame.isSound(
        messageHeader,
        buffer,
        header.schemaVersion(),
        NameBodyDecoder.TEMPLATE_ID,
        NameBodyDecoder.BLOCK_LENGTH)) {
      return null;
    }
    NameBodyDecoder decoder =
        new NameBodyDecoder().wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeader);
    int at = decoder.limit();
    int textHeaderBytes = NameBodyDecoder.accountHeaderLength();
    if (!BodyFrame.fits(record, at, textHeaderBytes)
        || at + textHeaderBytes + (buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF) != record.length) {
      return null;
    }
    Owner owner = new Owner(decoder.playerId(), decoder.account());
    return owner.playerId() > 0 && Keys.isAccountName(owner.account()) ? owner : null;
  }
}
