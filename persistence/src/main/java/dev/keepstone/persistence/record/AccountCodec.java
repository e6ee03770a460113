package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.persistence.record.sbe.AccountBodyDecoder;
import dev.keepstone.persistence.record.sbe.AccountBodyEncoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Account record to bytes and back. One thread each; new ones are cheap enough for a login. */
public final class AccountCodec {
  /** The first version whose accounts have a role; all before it are players'. */
  private static final int FIRST_WITH_ROLE = AccountBodyDecoder.roleSinceVersion();

  /** The first version with several characters and bans; before it each account has one. */
  private static final int FIRST_WITH_CHARACTERS = AccountBodyDecoder.bannedUntilMsSinceVersion();

  private static final int GROUP_HEADER_BYTES =
      AccountBodyDecoder.CharactersDecoder.sbeHeaderSize();
  private static final int TEXT_HEADER_BYTES = AccountBodyDecoder.nameHeaderLength();
  private static final int ENTRY_BYTES = AccountBodyDecoder.CharactersDecoder.sbeBlockLength();

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
    byte[] banReason = account.banReason().getBytes(StandardCharsets.UTF_8);
    List<AccountCharacter> characters = account.characters();
    int bodyLength =
        MessageHeaderEncoder.ENCODED_LENGTH
            + AccountBodyEncoder.BLOCK_LENGTH
            + GROUP_HEADER_BYTES
            + characters.size() * ENTRY_BYTES
            + AccountBodyEncoder.nameHeaderLength()
            + name.length
            + AccountBodyEncoder.passwordHashHeaderLength()
            + passwordHash.length
            + AccountBodyEncoder.banReasonHeaderLength()
            + banReason.length;
    byte[] record = new byte[HEADER_LENGTH + bodyLength];
    buffer.wrap(record);
    encoder
        .wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeaderEncoder)
        .createdAtMs(account.createdAtMs())
        .playerId(account.playerId())
        .role(account.role().value())
        .bannedUntilMs(account.bannedUntilMs());
    AccountBodyEncoder.CharactersEncoder group = encoder.charactersCount(characters.size());
    for (AccountCharacter character : characters) {
      group.next().playerId(character.playerId()).name(character.name());
    }
    encoder
        .putName(name, 0, name.length)
        .putPasswordHash(passwordHash, 0, passwordHash.length)
        .putBanReason(banReason, 0, banReason.length);
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
    if (!areTextsSound(record, version)) {
      return DecodeOutcome.CORRUPT;
    }
    Role role = version < FIRST_WITH_ROLE ? Role.PLAYER : roleOf(decoder.role());
    long playerId = decoder.playerId();
    AccountRecord account = version < FIRST_WITH_CHARACTERS ? oldAccount(role) : newAccount(role);
    if (playerId <= 0 || role == Role.NULL_VAL || !areCharactersSound(account)) {
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

  /** Its only character has the account's own name. */
  private AccountRecord oldAccount(Role role) {
    long playerId = decoder.playerId();
    long createdAtMs = decoder.createdAtMs();
    String name = decoder.name();
    return new AccountRecord(name, decoder.passwordHash(), playerId, createdAtMs).withRole(role);
  }

  private AccountRecord newAccount(Role role) {
    long playerId = decoder.playerId();
    long createdAtMs = decoder.createdAtMs();
    long bannedUntilMs = decoder.bannedUntilMs();
    List<AccountCharacter> characters = new ArrayList<>();
    AccountBodyDecoder.CharactersDecoder group = decoder.characters();
    while (group.hasNext()) {
      group.next();
      characters.add(new AccountCharacter(group.playerId(), group.name()));
    }
    String name = decoder.name();
    String passwordHash = decoder.passwordHash();
    return new AccountRecord(
        name,
        passwordHash,
        playerId,
        createdAtMs,
        role,
        characters,
        bannedUntilMs,
        decoder.banReason());
  }

  /** Each with an id and a name of its own, and the selected one among them. */
  private static boolean areCharactersSound(AccountRecord account) {
    Set<Object> known = new HashSet<>();
    boolean sound = account.bannedUntilMs() >= 0;
    for (AccountCharacter character : account.characters()) {
      sound &=
          character.playerId() > 0
              && Keys.isAccountName(character.name())
              && known.add(character.playerId())
              && known.add(character.name());
    }
    return sound && known.contains(account.playerId());
  }

  private static int blockBytes(int version) {
    if (version < FIRST_WITH_ROLE) {
      return AccountBodyDecoder.roleEncodingOffset();
    }
    return version < FIRST_WITH_CHARACTERS
        ? AccountBodyDecoder.bannedUntilMsEncodingOffset()
        : AccountBodyDecoder.BLOCK_LENGTH;
  }

  /** NULL_VAL for a code that no role has. */
  private static Role roleOf(int code) {
    return code == Role.PLAYER.value() || code == Role.ADMIN.value()
        ? Role.get((short) code)
        : Role.NULL_VAL;
  }

  private boolean areTextsSound(byte[] record, int version) {
    int offset = decoder.limit();
    int texts = 2;
    if (version >= FIRST_WITH_CHARACTERS) {
      texts = 3;
      if (!BodyFrame.fits(record, offset, GROUP_HEADER_BYTES)) {
        return false;
      }
      int entryBytes = buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
      int count = buffer.getShort(offset + Short.BYTES, LITTLE_ENDIAN) & 0xFFFF;
      if (entryBytes != ENTRY_BYTES || count == 0 || count > AccountRecord.MAX_CHARACTERS) {
        return false;
      }
      offset += GROUP_HEADER_BYTES + count * entryBytes;
    }
    for (int i = 0; i < texts; i++) {
      if (!BodyFrame.fits(record, offset, TEXT_HEADER_BYTES)) {
        return false;
      }
      offset += TEXT_HEADER_BYTES + (buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF);
    }
    return offset == record.length;
  }
}
