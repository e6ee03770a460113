package dev.keepstone.net.seal;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** One side's X25519 key pair (RFC 7748) for one handshake. */
final class EphemeralKey {
  static final int KEY_BYTES = X25519.POINT_SIZE;

  private final byte[] secretKey;

  EphemeralKey(SecureRandom random) {
    secretKey = new byte[X25519.SCALAR_SIZE];
    X25519.generatePrivateKey(random, secretKey);
  }

  /** For the vectors of RFC 7748. */
  EphemeralKey(byte[] secretKey) {
    this.secretKey = secretKey.clone();
  }

  byte[] publicKey() {
    byte[] publicKey = new byte[KEY_BYTES];
    X25519.generatePublicKey(secretKey, 0, publicKey, 0);
    return publicKey;
  }

  /**
   * The shared secret with a peer.
   *
   * @return null when it is all zero, as it is for every point of low order (RFC 7748, section
   *     6.1): anybody would know it
   */
  byte @Nullable [] agree(byte[] peerPublicKey) {
    byte[] secret = new byte[KEY_BYTES];
    return X25519.calculateAgreement(secretKey, 0, peerPublicKey, 0, secret, 0) ? secret : null;
  }
}
