package dev.keepstone.net.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway and its server agree on the keys of one link. Both have the same link key ({@link
 * LinkKeyFile}), and each makes an X25519 key for this link alone.
 *
 * <pre>
 * tag    = HMAC-SHA256(HKDF-SHA256(link key, info = "keepstone link hello 1"), all before the tag)
 * hash   = SHA-256("keepstone link 1" | hello with tag | challenge with tag)
 * keys   = HKDF-SHA256(X25519 secret | link key, salt = hash, info = one of four labels), 32 bytes
 * proof  = HMAC-SHA256(key of its maker, all before the proof)
 * </pre>
 *
 * <p>Who does not have the link key can make no tag, and who plays a recorded one again can make no
 * proof. Who gets hold of the link key later can't open what was sealed before: that takes the
 * X25519 keys, which are gone.
 *
 * <p>One object for one link; not thread safe.
 */
public final class LinkExchange {
  /** Length of a public key. */
  public static final int PUBLIC_KEY_BYTES = EphemeralKey.KEY_BYTES;

  /** Length of a tag or proof, which is at the end of its datagram. */
  public static final int TAG_BYTES = 32;

  /** At 1 000 batches a second, a key lasts for a quarter of an hour. */
  static final long FRAMES_PER_KEY = 1L << 20;

  private static final byte[] NO_SALT = new byte[0];
  private static final byte[] HASH_LABEL = label("keepstone link 1");
  private static final byte[] HELLO_LABEL = label("keepstone link hello 1");
  private static final byte[] GATEWAY_PROOF = label("keepstone link gateway's proof 1");
  private static final byte[] WORLD_PROOF = label("keepstone link world's proof 1");
  private static final byte[] TO_WORLD = label("keepstone link to world 1");
  private static final byte[] TO_GATEWAY = label("keepstone link to gateway 1");

  private final byte[] linkKey;
  private final byte[] helloKey;
  private final EphemeralKey key;

  /** From a label to its key; null before both sides have spoken. */
  private @Nullable UnaryOperator<byte[]> keys;

  /**
   * @param linkKey of {@link LinkKeyFile}
   */
  public LinkExchange(byte[] linkKey, SecureRandom random) {
    this.linkKey = linkKey.clone();
    helloKey = helloKey(linkKey);
    key = new EphemeralKey(random);
  }

  /** What all tags under a link key are made with. */
  public static byte[] helloKey(byte[] linkKey) {
    return Hkdf.derive(linkKey, NO_SALT, HELLO_LABEL, TAG_BYTES);
  }

  /** Writes the tag of a hello or challenge at the end of it. */
  public static void putTag(byte[] helloKey, byte[] datagram) {
    byte[] tag = hmac(helloKey, datagram);
    System.arraycopy(tag, 0, datagram, datagram.length - TAG_BYTES, TAG_BYTES);
  }

  /** Whether the sender of a hello or challenge has the link key. */
  public static boolean hasTag(byte[] helloKey, byte[] datagram) {
    return isLast(hmac(helloKey, datagram), datagram);
  }

  /** This side's X25519 key. */
  public byte[] publicKey() {
    return key.publicKey();
  }

  /** Writes the tag of a datagram of this side. */
  public void putTag(byte[] datagram) {
    putTag(helloKey, datagram);
  }

  /**
   * Takes in what both sides have said.
   *
   * @param hello whole, with its tag
   * @param challenge whole, with its tag
   * @return false when the peer's key has low order
   */
  public boolean agree(byte[] peerKey, byte[] hello, byte[] challenge) {
    byte[] agreed = key.agree(peerKey);
    if (agreed == null) {
      return false;
    }
    MessageDigest digest = Fingerprint.sha256();
    digest.update(HASH_LABEL);
    digest.update(hello);
    digest.update(challenge);
    byte[] said = digest.digest();
    byte[] secret = Arrays.copyOf(agreed, agreed.length + linkKey.length);
    System.arraycopy(linkKey, 0, secret, agreed.length, linkKey.length);
    keys = info -> Hkdf.derive(secret, said, info, SealedChannel.KEY_BYTES);
    return true;
  }

  /** Writes the gateway's proof at the end of its datagram. */
  public void putGatewayProof(byte[] datagram) {
    putTag(derive(GATEWAY_PROOF), datagram);
  }

  /** Whether a datagram is of the gateway that said hello, now. */
  public boolean hasGatewayProof(byte[] datagram) {
    return isLast(hmac(derive(GATEWAY_PROOF), datagram), datagram);
  }

  /** Writes the server's proof at the end of its datagram. */
  public void putWorldProof(byte[] datagram) {
    putTag(derive(WORLD_PROOF), datagram);
  }

  /** Whether a datagram is of the server that answered, now. */
  public boolean hasWorldProof(byte[] datagram) {
    return isLast(hmac(derive(WORLD_PROOF), datagram), datagram);
  }

  /** The gateway's end of the link. */
  public SealedStream gatewayStream(int maxMessageBytes) {
    return new SealedStream(derive(TO_WORLD), derive(TO_GATEWAY), maxMessageBytes, FRAMES_PER_KEY);
  }

  /** The server's end of the link. */
  public SealedStream worldStream(int maxMessageBytes) {
    return new SealedStream(derive(TO_GATEWAY), derive(TO_WORLD), maxMessageBytes, FRAMES_PER_KEY);
  }

  private byte[] derive(byte[] info) {
    if (keys == null) {
      throw new IllegalStateException("no keys before both sides have spoken");
    }
    return keys.apply(info);
  }

  private static boolean isLast(byte[] tag, byte[] datagram) {
    byte[] last = Arrays.copyOfRange(datagram, datagram.length - TAG_BYTES, datagram.length);
    return MessageDigest.isEqual(tag, last);
  }

  private static byte[] hmac(byte[] key, byte[] datagram) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(datagram, 0, datagram.length - TAG_BYTES);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  private static byte[] label(String text) {
    return text.getBytes(US_ASCII);
  }
}
