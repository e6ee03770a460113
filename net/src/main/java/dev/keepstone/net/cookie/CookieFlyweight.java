package dev.keepstone.net.cookie;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One datagram of the cookie port. All have the same length, so that an answer is never larger than
 * the question: nobody can use the server to flood a third party. The first eight bytes stay as
 * they are in every version, so that old and new always understand which version the other speaks.
 *
 * <pre>
 *  0        4      5      6         8       16     20         36          40           42       64
 *  | magic  | kind | code | version | nonce | slot | cookie 16 | session id | port offset | zeros |
 * </pre>
 *
 * All integers are little endian.
 */
final class CookieFlyweight {
  /** Length of every datagram, in bytes. */
  static final int LENGTH_BYTES = 64;

  /** {@code KSP1}. */
  static final int MAGIC = 0x3150_534B;

  static final int COOKIE_BYTES = 16;

  /** Client: may I come in? */
  static final byte ASK = 1;

  /** Server: prove that you got this. */
  static final byte COOKIE = 2;

  /** Client: here it is. */
  static final byte PRESENT = 3;

  /** Server: come in there, as that session. */
  static final byte ADMITTED = 4;

  /** Server: no, and why. */
  static final byte REFUSED = 5;

  private static final int KIND = 4;
  private static final int CODE = 5;
  private static final int VERSION = 6;
  private static final int NONCE = 8;
  private static final int SLOT = 16;
  private static final int COOKIE_AT = 20;
  private static final int SESSION_ID = 36;
  private static final int PORT_OFFSET = 40;

  /** One byte more, so that a datagram that is too long is seen to be. */
  private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES + 1).order(LITTLE_ENDIAN);

  /** To be received into: cleared. */
  ByteBuffer toReceive() {
    return bytes.clear();
  }

  /** To be sent: all of it. */
  ByteBuffer toSend() {
    return bytes.clear().limit(LENGTH_BYTES);
  }

  /** Starts a new datagram; everything that is not set is 0. */
  CookieFlyweight begin(byte kind, int version, long nonce) {
    Arrays.fill(bytes.array(), (byte) 0);
    bytes.putInt(0, MAGIC);
    return kind(kind).version(version).nonce(nonce);
  }

  /** Whether what was received is one of ours, as far as its form goes. */
  boolean isSound() {
    return bytes.position() == LENGTH_BYTES && bytes.getInt(0) == MAGIC;
  }

  byte kind() {
    return bytes.get(KIND);
  }

  CookieFlyweight kind(byte kind) {
    bytes.put(KIND, kind);
    return this;
  }

  /** Number of a RefusalCode; only of REFUSED. */
  int code() {
    return bytes.get(CODE) & 0xFF;
  }

  CookieFlyweight code(int code) {
    bytes.put(CODE, (byte) code);
    return this;
  }

  /** Protocol version that the sender speaks. */
  int version() {
    return bytes.getShort(VERSION) & 0xFFFF;
  }

  CookieFlyweight version(int version) {
    bytes.putShort(VERSION, (short) version);
    return this;
  }

  /** The client's random number, which every answer repeats. */
  long nonce() {
    return bytes.getLong(NONCE);
  }

  CookieFlyweight nonce(long nonce) {
    bytes.putLong(NONCE, nonce);
    return this;
  }

  /** When the cookie was made. */
  int slot() {
    return bytes.getInt(SLOT);
  }

  CookieFlyweight slot(int slot) {
    bytes.putInt(SLOT, slot);
    return this;
  }

  void getCookie(byte[] cookie) {
    bytes.get(COOKIE_AT, cookie, 0, COOKIE_BYTES);
  }

  CookieFlyweight putCookie(byte[] cookie) {
    bytes.put(COOKIE_AT, cookie, 0, COOKIE_BYTES);
    return this;
  }

  /** What the client must publish with; only of ADMITTED. */
  int sessionId() {
    return bytes.getInt(SESSION_ID);
  }

  CookieFlyweight sessionId(int sessionId) {
    bytes.putInt(SESSION_ID, sessionId);
    return this;
  }

  /** The request port, counted from the cookie port; only of ADMITTED. */
  int portOffset() {
    return bytes.getShort(PORT_OFFSET) & 0xFFFF;
  }

  CookieFlyweight portOffset(int offset) {
    bytes.putShort(PORT_OFFSET, (short) offset);
    return this;
  }
}
