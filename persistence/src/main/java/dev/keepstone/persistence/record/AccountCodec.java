package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.persistence.record.sbe.AccountBodyDecoder;
import dev.keepstone.persistence.record.sbe.AccountBodyEncoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Account record to bytes and back. One thread each; new ones are cheap enough for a login. */
public final class AccountCodec {
  /** The first version whose accounts have a role; all before it are players'. */
  private static final int FIRST_WITH_ROLE = AccountBodyDecoder.roleSinceVersion();

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
        .role(account.role().value())
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
    int version = header.schemaVersion();
    if (version == 0
        || !BodyFrame.isSound(
            messageHeaderDecoder,
            buffer,
            version,
            AccountBodyDecoder.TEMPLATE_ID,
            blockBytes(version))) {
      return DecodeOutcome.CORRUPT;
    }
    decoder.wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeaderDecoder);
    if (!areTextsSound(record)) {
      return DecodeOutcome.CORRUPT;
    }
    Role role = version < FIRST_WITH_ROLE ? Role.PLAYER : roleOf(decoder.role());
    AccountRecord account =
        new AccountRecord(
            decoder.name(),
            decoder.passwordHash(),
            decoder.playerId(),
            decoder.createdAtMs(),
            role);
    if (account.playerId() <= 0 || role == Role.NULL_VAL) {
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

  private static int blockBytes(int version) {
    return version < FIRST_WITH_ROLE
        ? AccountBodyDecoder.roleEncodingOffset()
        : AccountBodyDecoder.BLOCK_LENGTH;
  }

  /** NULL_VAL for a code that no role has. */
  private static Role roleOf(int code) {
    return code == Role.PLAYER.value() || code == Role.ADMIN.value()
        ? Role.get((short) code)
        : Role.NULL_VAL;
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
