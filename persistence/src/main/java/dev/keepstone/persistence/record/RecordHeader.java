package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.*;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A view of the header of one record in a byte array; {@link RecordDescriptor} draws the layout.
 * Holds a digest, so it belongs to one thread. It keeps the array that it was wrapped around until
 * the next wrap and copies nothing.
 *
 * <p>Reading: {@link #wrap}, then {@link #judge}; the other getters mean nothing unless that said
 * {@link DecodeOutcome#OK} or {@link DecodeOutcome#NEWER}.
 */
public final class RecordHeader {
  private static final int SHA1_LENGTH = 20;

  private final MessageDigest sha1 = newSha1();
  private final byte[] digest = new byte[SHA1_LENGTH];
  private final byte[] check = new byte[CHECK_DIGITS];
  private final CRC32C crc = new CRC32C();
  private byte[] record = new byte[0];

  /** Looks at a whole record, or at a header alone where only the fence matters. */
  public RecordHeader wrap(byte[] record) {
    this.record = record;
    return this;
  }

  /**
   * Writes a header in front of a body that stands already at {@link
   * RecordDescriptor#HEADER_LENGTH}.
   *
   * @param record header and body, exactly
   */
  public void write(byte[] record, RecordKind kind, int schemaVersion, Fence fence) {
    this.record = record;
    int bodyLength = record.length - HEADER_LENGTH;
    for (int i = 0; i < magicLength(); i++) {
      record[MAGIC_OFFSET + i] = magicAt(i);
    }
    record[KIND_OFFSET] = kind.code();
    Hex.put(record, SCHEMA_VERSION_OFFSET, SCHEMA_VERSION_DIGITS, schemaVersion);
    Hex.put(record, BODY_LENGTH_OFFSET, BODY_LENGTH_DIGITS, bodyLength);
    Hex.put(record, BODY_CRC_OFFSET, BODY_CRC_DIGITS, bodyCrc());
    rewriteFence(fence);
  }

  /** Replaces the fence of the wrapped record in place, as claim and give-back do in the store. */
  public void rewriteFence(Fence fence) {
    record[RELEASED_OFFSET] = (byte) (fence.released() ? '1' : '0');
    Hex.put(record, OWNER_OFFSET, 16, fence.owner().high());
    Hex.put(record, OWNER_OFFSET + 16, 16, fence.owner().low());
    Hex.put(record, EPOCH_OFFSET, FENCE_NUMBER_DIGITS, fence.epoch());
    Hex.put(record, BASE_OFFSET, FENCE_NUMBER_DIGITS, fence.base());
    Hex.put(record, VERSION_OFFSET, FENCE_NUMBER_DIGITS, fence.version());
    computeCheck();
    System.arraycopy(check, 0, record, CHECK_OFFSET, CHECK_DIGITS);
  }

  /**
   * Is this an undamaged record of that kind that this server may decode?
   *
   * @param newestSchemaVersion the newest body that the caller knows
   * @return OK, TOO_LARGE, CORRUPT or NEWER
   */
  public DecodeOutcome judge(RecordKind kind, int newestSchemaVersion) {
    if (record.length > MAX_LENGTH) {
      return DecodeOutcome.TOO_LARGE;
    }
    if (!isHeaderIntact() || kind() != kind || bodyLength() != record.length - HEADER_LENGTH) {
      return DecodeOutcome.CORRUPT;
    }
    if (Hex.get(record, BODY_CRC_OFFSET, BODY_CRC_DIGITS) != bodyCrc()) {
      return DecodeOutcome.CORRUPT;
    }
    return schemaVersion() > newestSchemaVersion ? DecodeOutcome.NEWER : DecodeOutcome.OK;
  }

  /** Is the header itself whole? Says nothing about the body. */
  public boolean isHeaderIntact() {
    if (record.length < HEADER_LENGTH) {
      return false;
    }
    for (int i = 0; i < magicLength(); i++) {
      if (record[MAGIC_OFFSET + i] != magicAt(i)) {
        return false;
      }
    }
    if (!Hex.isHex(record, SCHEMA_VERSION_OFFSET, HEADER_LENGTH - SCHEMA_VERSION_OFFSET)) {
      return false;
    }
    byte released = record[RELEASED_OFFSET];
    return (released == '0' || released == '1') && isCheckRight();
  }

  public @Nullable RecordKind kind() {
    return RecordKind.ofCode(record[KIND_OFFSET]);
  }

  public int schemaVersion() {
    return (int) Hex.get(record, SCHEMA_VERSION_OFFSET, SCHEMA_VERSION_DIGITS);
  }

  /** As the header says, in bytes. */
  public int bodyLength() {
    return (int) Hex.get(record, BODY_LENGTH_OFFSET, BODY_LENGTH_DIGITS);
  }

  /** As the header says, not as the body is. */
  public long bodyCrc32c() {
    return Hex.get(record, BODY_CRC_OFFSET, BODY_CRC_DIGITS);
  }

  /** The fence as an object: for the cold paths. */
  public Fence fence() {
    Incarnation owner =
        new Incarnation(Hex.get(record, OWNER_OFFSET, 16), Hex.get(record, OWNER_OFFSET + 16, 16));
    return new Fence(owner, number(EPOCH_OFFSET), number(BASE_OFFSET), version(), released());
  }

  public long version() {
    return number(VERSION_OFFSET);
  }

  public boolean released() {
    return record[RELEASED_OFFSET] == '1';
  }

  /** The header check as it stands in the record. */
  public String check() {
    return new String(record, CHECK_OFFSET, CHECK_DIGITS, StandardCharsets.US_ASCII);
  }

  private long number(int offset) {
    return Hex.get(record, offset, FENCE_NUMBER_DIGITS);
  }

  private long bodyCrc() {
    crc.reset();
    crc.update(record, HEADER_LENGTH, record.length - HEADER_LENGTH);
    return crc.getValue();
  }

  private boolean isCheckRight() {
    computeCheck();
    for (int i = 0; i < CHECK_DIGITS; i++) {
      if (check[i] != record[CHECK_OFFSET + i]) {
        return false;
      }
    }
    return true;
  }

  private void computeCheck() {
    sha1.update(record, 0, CHECK_OFFSET);
    try {
      sha1.digest(digest, 0, SHA1_LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-1 does not fit in its 20 bytes", e);
    }
    for (int i = 0; i < CHECK_DIGITS / 2; i++) {
      Hex.put(check, 2 * i, 2, digest[i]);
    }
  }

  private static MessageDigest newSha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-1", e);
    }
  }
}
