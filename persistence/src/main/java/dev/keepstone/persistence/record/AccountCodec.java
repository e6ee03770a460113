package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;

import dev.keepstone.persistence.record.sbe.AccountBodyDecoder;
import dev.keepstone.persistence.record.sbe.AccountBodyEncoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Account record to bytes and back. One thread each; new ones are cheap enough for a login. */
public final class AccountCodec {
  private final RecordHeader header = new RecordHeader();
  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
  private final MessageHeaderEncoder messageHeaderEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder messageHeaderDecoder = new MessageHeaderDecoder();
  private final AccountBodyEncoder encoder = new AccountBodyEncoder();
  private final AccountBodyDecoder decoder = new AccountBodyDecoder();
  private @Nullable AccountRecord decoded;

  /** A whole new record. Accounts are never claimed: their fence stays as it is here. */
  public byte[] encode(AccountRecord account) {
    byte[] name = account.name().getBytes(StandardCharsets.UTF_8);
    byte[] passwordHash = account.passwordHash().getBytes(StandardCharsets.UTF_8);
    int bodyLength =
        MessageHeaderEncoder.ENCODED_LENGTH
            + AccountBodyEncoder.BLOCK_LENGTH
            + AccountBodyEncoder.nameHeaderLength()
            + name.length
            + AccountBodyEncoder.passwordHashHeaderLength()
            + passwordHash.length;
    byte[] record = new byte[HEADER_LENGTH + bodyLength];
    buffer.wrap(record);
    encoder
        .wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeaderEncoder)
        .createdAtMs(account.createdAtMs())
        .playerId(account.playerId())
        .putName(name, 0, name.length)
        .putPasswordHash(passwordHash, 0, passwordHash.length);
    header.write(record, RecordKind.ACCOUNT, AccountBodyEncoder.SCHEMA_VERSION, Fence.NEW);
    return record;
  }

  /**
   * Judges a record, then reads it.
   *
   * @param name from the key
   * @return OK, and then {@link #decoded()} has the account
   */
  public DecodeOutcome decode(byte[] record, String name) {
    decoded = null;
    DecodeOutcome outcome =
        header.wrap(record).judge(RecordKind.ACCOUNT, AccountBodyDecoder.SCHEMA_VERSION);
    if (outcome != DecodeOutcome.OK) {
      return outcome;
    }
    buffer.wrap(record);
    if (!BodyFrame.isSound(
        messageHeaderDecoder,
        buffer,
        header.schemaVersion(),
        AccountBodyDecoder.TEMPLATE_ID,
        AccountBodyDecoder.BLOCK_LENGTH)) {
      return DecodeOutcome.CORRUPT;
    }
    decoder.wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeaderDecoder);
    if (!areTextsSound(record)) {
      return DecodeOutcome.CORRUPT;
    }
    AccountRecord account =
        new AccountRecord(
            decoder.name(), decoder.passwordHash(), decoder.playerId(), decoder.createdAtMs());
    if (account.playerId() <= 0) {
      return DecodeOutcome.CORRUPT;
    }
    if (!account.name().equals(name)) {
      return DecodeOutcome.WRONG_ID;
    }
    decoded = account;
    return DecodeOutcome.OK;
  }

  /** The account of the last decode that said OK. */
  public AccountRecord decoded() {
    if (decoded == null) {
      throw new IllegalStateException("nothing was decoded: ask decode() first");
    }
    return decoded;
  }

  private boolean areTextsSound(byte[] record) {
    int nameOffset = decoder.limit();
    if (!BodyFrame.fits(record, nameOffset, AccountBodyDecoder.nameHeaderLength())) {
      return false;
    }
    int hashOffset = nameOffset + AccountBodyDecoder.nameHeaderLength() + decoder.nameLength();
    if (!BodyFrame.fits(record, hashOffset, AccountBodyDecoder.passwordHashHeaderLength())) {
      return false;
    }
    decoder.limit(hashOffset);
    int end =
        hashOffset + AccountBodyDecoder.passwordHashHeaderLength() + decoder.passwordHashLength();
    decoder.limit(nameOffset);
    return end == record.length;
  }
}
