package dev.keepstone.net.seal;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The Ed25519 key pair (RFC 8032) that makes this server this server. Immutable; any thread may
 * sign with it.
 */
public final class ServerIdentity {
  /** Bytes of a private key, which is a seed. */
  public static final int SECRET_KEY_BYTES = Ed25519.SECRET_KEY_SIZE;

  /** Bytes of a public key. */
  public static final int PUBLIC_KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;

  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

  private final byte[] secretKey;
  private final byte[] publicKey = new byte[PUBLIC_KEY_BYTES];

  ServerIdentity(byte[] secretKey) {
    this.secretKey = secretKey.clone();
    Ed25519.generatePublicKey(this.secretKey, 0, publicKey, 0);
  }

  /** A new key pair that nobody keeps: see {@link IdentityFile} for one that survives. */
  public static ServerIdentity generate(SecureRandom random) {
    byte[] secretKey = new byte[SECRET_KEY_BYTES];
    Ed25519.generatePrivateKey(random, secretKey);
    return new ServerIdentity(secretKey);
  }

  /** What the server prints and clients pin. */
  public String fingerprint() {
    return Fingerprint.of(publicKey);
  }

  /** A copy. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  byte[] secretKey() {
    return secretKey.clone();
  }

  void sign(byte[] message, byte[] signature, int offset) {
    Ed25519.sign(secretKey, 0, publicKey, 0, message, 0, message.length, signature, offset);
  }

  static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return Ed25519.validatePublicKeyFull(publicKey, 0)
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}
