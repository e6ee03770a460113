package dev.keepstone.net.seal;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Seals and opens the batches of a link whose transport is reliable and ordered, with AES-256-GCM
 * and a key for each direction.
 *
 * <pre>
 * frame: | sequence u64 little endian | ciphertext | tag 16 |
 *        |&lt;-- authenticated, clear --&gt;|
 * nonce: | 0 0 0 0 | sequence u64 big endian |
 * </pre>
 *
 * <p>Both directions count from 0, and a receiver takes the next number only. Anything else means
 * that somebody put a frame in, took one out, or played one again: the link has to end, since what
 * is missing will not come. Keys follow each other as those of a {@link SealedChannel} do.
 *
 * <p>Not thread safe.
 */
public final class SealedStream {
  /** {@link #open}: shorter than any frame, or longer. */
  public static final int MALFORMED = -1;

  /** {@link #open}: changed on the way, or not of this link. */
  public static final int FORGED = -2;

  /** {@link #open}: not the next frame: played again, or one is missing before it. */
  public static final int OUT_OF_ORDER = -3;

  /** What sealing adds to a message. */
  public static final int OVERHEAD_BYTES = Long.BYTES + 16;

  private static final int TAG_BITS = 128;
  private static final int NONCE_BYTES = 12;
  private static final int NONCE_COUNTER_OFFSET = 4;

  private final KeyChain sealKeys;
  private final KeyChain openKeys;
  private final Cipher sealCipher;
  private final Cipher openCipher;
  private final byte[] nonce = new byte[NONCE_BYTES];
  private final UnsafeBuffer nonceBuffer = new UnsafeBuffer(nonce);
  private final byte[] header = new byte[Long.BYTES];
  private final UnsafeBuffer headerBuffer = new UnsafeBuffer(header);
  private final byte[] input;
  private final byte[] output;

  private long nextToSeal;
  private long nextToOpen;

  /**
   * @param maxMessageBytes longest message in either direction
   */
  SealedStream(byte[] sealKey, byte[] openKey, int maxMessageBytes, long framesPerKey) {
    sealKeys = new KeyChain(sealKey, framesPerKey);
    openKeys = new KeyChain(openKey, framesPerKey);
    sealCipher = SealedChannel.aesGcm();
    openCipher = SealedChannel.aesGcm();
    input = new byte[maxMessageBytes + OVERHEAD_BYTES];
    output = new byte[maxMessageBytes + OVERHEAD_BYTES];
  }

  /**
   * Seals one message into {@code frame}, which needs {@link #OVERHEAD_BYTES} more than that. The
   * frame must be sent, and in this order.
   *
   * @return length of the frame
   */
  public int seal(
      DirectBuffer message, int offset, int lengthBytes, MutableDirectBuffer frame, int at) {
    long sequence = nextToSeal++;
    headerBuffer.putLong(0, sequence, LITTLE_ENDIAN);
    message.getBytes(offset, input, 0, lengthBytes);
    try {
      init(sealCipher, Cipher.ENCRYPT_MODE, keyOf(sealKeys, sequence), sequence);
      sealKeys.reached(sequence);
      sealCipher.updateAAD(header);
      int sealedBytes = sealCipher.doFinal(input, 0, lengthBytes, output, 0);
      Arrays.fill(input, 0, lengthBytes, (byte) 0); // there may be passwords in it
      frame.putBytes(at, header);
      frame.putBytes(at + Long.BYTES, output, 0, sealedBytes);
      return Long.BYTES + sealedBytes;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed: lengthBytes=" + lengthBytes, e);
    }
  }

  /**
   * Opens one frame into {@code message}, which is written only when the frame is good.
   *
   * @return length of the message, or {@link #MALFORMED}, {@link #FORGED} or {@link #OUT_OF_ORDER}
   */
  public int open(
      DirectBuffer frame, int offset, int lengthBytes, MutableDirectBuffer message, int at) {
    if (lengthBytes < OVERHEAD_BYTES || lengthBytes > input.length) {
      return MALFORMED;
    }
    if (frame.getLong(offset, LITTLE_ENDIAN) != nextToOpen) {
      return OUT_OF_ORDER;
    }
    int sealedBytes = lengthBytes - Long.BYTES;
    frame.getBytes(offset, header);
    frame.getBytes(offset + Long.BYTES, input, 0, sealedBytes);
    try {
      init(openCipher, Cipher.DECRYPT_MODE, keyOf(openKeys, nextToOpen), nextToOpen);
      openCipher.updateAAD(header);
      int openedBytes = openCipher.doFinal(input, 0, sealedBytes, output, 0);
      openKeys.reached(nextToOpen);
      nextToOpen++;
      message.putBytes(at, output, 0, openedBytes);
      Arrays.fill(output, 0, openedBytes, (byte) 0);
      return openedBytes;
    } catch (AEADBadTagException e) {
      return FORGED;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening failed: lengthBytes=" + lengthBytes, e);
    }
  }

  private static SecretKeySpec keyOf(KeyChain keys, long sequence) {
    return Objects.requireNonNull(keys.keyOf(sequence), "numbers are in order");
  }

  private void init(Cipher cipher, int mode, SecretKeySpec key, long sequence)
      throws GeneralSecurityException {
    nonceBuffer.putLong(NONCE_COUNTER_OFFSET, sequence, BIG_ENDIAN);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
  }
}
