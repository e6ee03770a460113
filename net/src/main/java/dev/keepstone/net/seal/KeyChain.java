package dev.keepstone.net.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one direction, one after the other.
 *
 * <pre>
 * key of generation 0 : from the handshake
 * key of generation n : HKDF-SHA256(key of n - 1, salt = none, info = "keepstone next key 1")
 * generation          : sequence / frames per key
 * </pre>
 *
 * <p>Three are at hand: the one in use, the one before it for frames that were overtaken, and the
 * next for the first frame after the switch. Older ones are gone: who steals a key reads nothing
 * that was sealed before the last two of them. Made ahead, so that a forged number costs no
 * derivation. Not thread safe.
 */
final class KeyChain {
  private static final byte[] INFO = "keepstone next key 1".getBytes(US_ASCII);
  private static final byte[] NO_SALT = new byte[0];

  private final long framesPerKey;
  private long generation;
  private @Nullable SecretKeySpec before;
  private SecretKeySpec current;
  private SecretKeySpec next;
  private byte[] nextBytes;

  KeyChain(byte[] firstKey, long framesPerKey) {
    if (framesPerKey <= ReplayWindow.FRAMES) {
      throw new IllegalArgumentException(
          "a late frame may be older than the key before: framesPerKey=" + framesPerKey);
    }
    this.framesPerKey = framesPerKey;
    current = new SecretKeySpec(firstKey, "AES");
    nextBytes = after(firstKey);
    next = new SecretKeySpec(nextBytes, "AES");
  }

  /** The key of a number; null when no frame of this channel can have that number now. */
  @Nullable SecretKeySpec keyOf(long sequence) {
    long wanted = sequence / framesPerKey;
    if (wanted == generation) {
      return current;
    }
    if (wanted == generation + 1) {
      return next;
    }
    return wanted == generation - 1 ? before : null;
  }

  /** A frame with this number is genuine: from here on its key is the one in use. */
  void reached(long sequence) {
    if (sequence / framesPerKey > generation) {
      generation++;
      before = current;
      current = next;
      byte[] made = after(nextBytes);
      Arrays.fill(nextBytes, (byte) 0);
      nextBytes = made;
      next = new SecretKeySpec(made, "AES");
    }
  }

  private static byte[] after(byte[] key) {
    return Hkdf.derive(key, NO_SALT, INFO, SealedChannel.KEY_BYTES);
  }
}
