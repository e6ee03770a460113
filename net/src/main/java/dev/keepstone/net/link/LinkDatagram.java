package dev.keepstone.net.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.sbe.EnterDecoder;
import dev.keepstone.net.seal.LinkExchange;
import dev.keepstone.net.wire.sbe.DeskRequestDecoder;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One datagram of the port that gateways ask first. All have the same length, and nobody gets an
 * answer who cannot make the tag at its end ({@link LinkExchange}).
 *
 * <pre>
 *  0        4      5      6         8         24    56        72           76            78
 *  | magic  | kind | code | version | link id | key | random  | session id | port offset | number |
 *  80      84        88           112   144
 *  | epoch | schemas | zeros      | tag |
 *
 *  gateway                                       server
 *    HELLO     {link id, key}                -->
 *                                            <--  CHALLENGE {link id, key, random}
 *    PROOF     {link id}                     -->
 *                                            <--  WELCOME   {link id, session id, port, number, epoch}
 *                                             or  REFUSED   {link id, code}
 * </pre>
 *
 * All integers are little endian. HELLO, CHALLENGE and REFUSED have a tag under the link key, PROOF
 * and WELCOME one under keys of this link alone.
 */
final class LinkDatagram {
  static final int LENGTH_BYTES = 144;
  static final int LINK_ID_BYTES = 16;

  static final byte HELLO = 1;
  static final byte CHALLENGE = 2;
  static final byte PROOF = 3;
  static final byte WELCOME = 4;
  static final byte REFUSED = 5;

  /** {@link #code}: as many gateways as the server takes are there. */
  static final int FULL = 1;

  /** {@link #code}: gateway and server are not of the same build. */
  static final int OTHER_VERSION = 2;

  /** What both ends must say the same of: the schemas of all that goes over a link. */
  static final int SCHEMAS = EnterDecoder.SCHEMA_VERSION << 16 | DeskRequestDecoder.SCHEMA_VERSION;

  /** {@code KSL1}. */
  private static final int MAGIC = 0x314C_534B;

  private static final int KIND = 4;
  private static final int CODE = 5;
  private static final int VERSION = 6;
  private static final int LINK_ID = 8;
  private static final int KEY = 24;
  private static final int RANDOM = 56;
  private static final int SESSION_ID = 72;
  private static final int PORT_OFFSET = 76;
  private static final int NUMBER = 78;
  private static final int EPOCH = 80;
  private static final int SCHEMAS_AT = 84;

  /** One byte more, so that a datagram that is too long is seen to be. */
  private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES + 1).order(LITTLE_ENDIAN);

  ByteBuffer toReceive() {
    return bytes.clear();
  }

  /** Whether what was received is one of ours, as far as its form goes. */
  boolean isSound() {
    return bytes.position() == LENGTH_BYTES && bytes.getInt(0) == MAGIC;
  }

  /** A copy of all of it, of its own. */
  byte[] copy() {
    return Arrays.copyOf(bytes.array(), LENGTH_BYTES);
  }

  /** Takes in a copy. */
  LinkDatagram wrap(byte[] datagram) {
    bytes.clear().put(datagram);
    return this;
  }

  /** Starts a new one; everything that is not set is 0. */
  LinkDatagram begin(byte kind, byte[] linkId) {
    Arrays.fill(bytes.array(), (byte) 0);
    bytes.putInt(0, MAGIC);
    bytes.put(KIND, kind);
    bytes.putShort(VERSION, (short) LinkLimits.VERSION);
    bytes.putInt(SCHEMAS_AT, SCHEMAS);
    bytes.put(LINK_ID, linkId);
    return this;
  }

  byte kind() {
    return bytes.get(KIND);
  }

  int code() {
    return bytes.get(CODE);
  }

  LinkDatagram code(int code) {
    bytes.put(CODE, (byte) code);
    return this;
  }

  /** Whether its sender and we understand each other. */
  boolean isOurVersion() {
    return bytes.getShort(VERSION) == LinkLimits.VERSION && bytes.getInt(SCHEMAS_AT) == SCHEMAS;
  }

  byte[] linkId() {
    return get(LINK_ID, LINK_ID_BYTES);
  }

  byte[] key() {
    return get(KEY, LinkExchange.PUBLIC_KEY_BYTES);
  }

  LinkDatagram key(byte[] key) {
    bytes.put(KEY, key);
    return this;
  }

  LinkDatagram random(byte[] random) {
    bytes.put(RANDOM, random);
    return this;
  }

  /** What the gateway must publish with. */
  int sessionId() {
    return bytes.getInt(SESSION_ID);
  }

  LinkDatagram sessionId(int sessionId) {
    bytes.putInt(SESSION_ID, sessionId);
    return this;
  }

  /** The Aeron port for the gateway's stream, counted from the one that it asked. */
  int portOffset() {
    return bytes.getShort(PORT_OFFSET) & 0xFFFF;
  }

  LinkDatagram portOffset(int offset) {
    bytes.putShort(PORT_OFFSET, (short) offset);
    return this;
  }

  /** Which of the world's outboxes is the gateway's. */
  int number() {
    return bytes.getShort(NUMBER) & 0xFFFF;
  }

  LinkDatagram number(int number) {
    bytes.putShort(NUMBER, (short) number);
    return this;
  }

  /** How many gateways had this number before; session ids of two of them never agree. */
  int epoch() {
    return bytes.getInt(EPOCH);
  }

  LinkDatagram epoch(int epoch) {
    bytes.putInt(EPOCH, epoch);
    return this;
  }

  private byte[] get(int at, int lengthBytes) {
    byte[] copy = new byte[lengthBytes];
    bytes.get(at, copy);
    return copy;
  }
}
