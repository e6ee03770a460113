package dev.keepstone.net.cookie;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks cookies without remembering any: HMAC-SHA256, under a secret of this run, over
 * the client's address and port, its version and nonce, and the time slot. Half of the MAC is the
 * cookie; from the other half, which never leaves the server, comes the Aeron session id, so that a
 * cookie that is shown twice (an answer was lost) leads to the same session.
 *
 * <p>For one thread.
 */
final class CookieMint {
  /** A cookie is good in its slot and the next: 8 to 16 s. */
  static final long SLOT_NS = TimeUnit.SECONDS.toNanos(8);

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] CONTEXT = "keepstone cookie 1".getBytes(US_ASCII);
  private static final int SECRET_BYTES = 32;
  private static final int MAC_BYTES = 32;

  private final Mac mac;
  private final byte[] result = new byte[MAC_BYTES];
  private final byte[] offered = new byte[CookieFlyweight.COOKIE_BYTES];
  private final ByteBuffer numbers = ByteBuffer.allocate(24);

  CookieMint(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Turns a question into the answer that carries its cookie. */
  void answer(CookieFlyweight question, InetSocketAddress source, long nowNs) {
    int slot = slotAt(nowNs);
    calculate(question, source, slot);
    question.kind(CookieFlyweight.COOKIE).slot(slot).putCookie(result);
  }

  /** Whether this cookie was made for this source and question, not long ago. */
  boolean accepts(CookieFlyweight shown, InetSocketAddress source, long nowNs) {
    int age = slotAt(nowNs) - shown.slot();
    if (age != 0 && age != 1) {
      return false;
    }
    calculate(shown, source, shown.slot());
    shown.getCookie(offered);
    byte[] wanted = new byte[CookieFlyweight.COOKIE_BYTES];
    System.arraycopy(result, 0, wanted, 0, wanted.length);
    return MessageDigest.isEqual(wanted, offered);
  }

  /** The session id that goes with the cookie accepted last. */
  int sessionId() {
    return ByteBuffer.wrap(result).getInt(CookieFlyweight.COOKIE_BYTES);
  }

  private static int slotAt(long nowNs) {
    return (int) Math.floorDiv(nowNs, SLOT_NS);
  }

  private void calculate(CookieFlyweight datagram, InetSocketAddress source, int slot) {
    byte[] address = source.getAddress().getAddress();
    mac.update(CONTEXT);
    numbers.clear();
    numbers
        .putInt(address.length)
        .putInt(source.getPort())
        .putInt(datagram.version())
        .putInt(slot)
        .putLong(datagram.nonce());
    mac.update(numbers.array());
    mac.update(address);
    try {
      mac.doFinal(result, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("a MAC has 32 bytes", e);
    }
  }
}
