package dev.keepstone.persistence.record;

/**
 * Layout of a stored record: a header of 112 ASCII bytes, then the SBE body with its own message
 * header.
 *
 * <pre>
 *   offset length
 *    0      4   magic            "KSR1"
 *    4      1   kind             'P' player, 'A' account
 *    5      4   schema version   hex      of the body
 *    9      6   body length      hex      bytes
 *   15      8   body CRC32C      hex
 *   23      1   released         '0' '1'  +
 *   24     32   owner            hex      |
 *   56     12   epoch            hex      | fence: rewritten by claim and give-back
 *   68     12   base             hex      |
 *   80     12   version          hex      +
 *   92     20   header check     hex      first 80 bits of SHA-1 over bytes 0 to 91
 *  112      n   body             SBE message header and message, little endian
 * </pre>
 *
 * <p>Why text: Redis scripts see values as Lua strings. Fixed-width lower-case hex is cut with
 * {@code string.sub}, compared for equality by pointer (Lua interns), read with {@code tonumber(s,
 * 16)} (48 bits are exact in its doubles) and written with {@code string.format('%012x', n)}.
 * Binary numbers would need {@code struct}, and ordering raw bytes with {@code <} depends on the
 * locale that Redis was started in.
 *
 * <p>Why SHA-1: a claim rewrites the fence inside Redis, so the body's CRC32C can't cover it, and
 * the header's check must be one that a script can make: {@code redis.sha1hex} is native code, a
 * CRC in interpreted Lua isn't. It guards against damage, not against attackers. Any changed byte
 * of 0 to 91, and of the check itself, is seen; hex is compared as bytes, so a letter that flips
 * its case is seen too. A changed body is seen by the CRC (all single and double bit errors, all
 * bursts up to 32 bits), a truncated one by the length, which the header's check covers.
 */
public final class RecordDescriptor {
  public static final int MAGIC_OFFSET = 0;
  public static final int KIND_OFFSET = 4;
  public static final int SCHEMA_VERSION_OFFSET = 5;
  public static final int SCHEMA_VERSION_DIGITS = 4;
  public static final int BODY_LENGTH_OFFSET = 9;
  public static final int BODY_LENGTH_DIGITS = 6;
  public static final int BODY_CRC_OFFSET = 15;
  public static final int BODY_CRC_DIGITS = 8;
  public static final int RELEASED_OFFSET = 23;
  public static final int OWNER_OFFSET = 24;
  public static final int EPOCH_OFFSET = 56;
  public static final int BASE_OFFSET = 68;
  public static final int VERSION_OFFSET = 80;
  public static final int FENCE_NUMBER_DIGITS = 12;
  public static final int CHECK_OFFSET = 92;
  public static final int CHECK_DIGITS = 20;
  public static final int HEADER_LENGTH = 112;

  /** Largest record, header included; asked before anything of it is decoded. */
  public static final int MAX_LENGTH = 64 * 1024;

  private static final byte[] MAGIC = {'K', 'S', 'R', '1'};

  private RecordDescriptor() {}

  static byte magicAt(int index) {
    return MAGIC[index];
  }

  static int magicLength() {
    return MAGIC.length;
  }
}
