package dev.keepstone.net.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What both sides have said in the clear. The server signs it, and the keys are derived from it, so
 * whoever changes a byte of a hello ends the handshake.
 *
 * <pre>
 * hash    = SHA-256("keepstone handshake 1" | ClientHello frame | ServerHello frame up to signature)
 * signed  = "keepstone server 1" | hash
 * keys    = HKDF-SHA256(shared secret, salt = hash, info = "keepstone client to server 1" or
 *           "keepstone server to client 1"), 32 bytes each
 * </pre>
 */
final class Transcript {
  private static final byte[] HASH_LABEL = "keepstone handshake 1".getBytes(US_ASCII);
  private static final byte[] SIGN_LABEL = "keepstone server 1".getBytes(US_ASCII);
  private static final byte[] TO_SERVER = "keepstone client to server 1".getBytes(US_ASCII);
  private static final byte[] TO_CLIENT = "keepstone server to client 1".getBytes(US_ASCII);

  private final byte[] hash;

  /** Both arrays are whole frames; the signature at the end of the server's is left out. */
  Transcript(byte[] clientHello, byte[] serverHello) {
    MessageDigest digest = Fingerprint.sha256();
    digest.update(HASH_LABEL);
    digest.update(clientHello);
    digest.update(serverHello, 0, serverHello.length - ServerIdentity.SIGNATURE_BYTES);
    hash = digest.digest();
  }

  byte[] signedBytes() {
    byte[] signed = Arrays.copyOf(SIGN_LABEL, SIGN_LABEL.length + hash.length);
    System.arraycopy(hash, 0, signed, SIGN_LABEL.length, hash.length);
    return signed;
  }

  SealedChannel clientChannel(byte[] sharedSecret) {
    return new SealedChannel(key(sharedSecret, TO_SERVER), key(sharedSecret, TO_CLIENT));
  }

  SealedChannel serverChannel(byte[] sharedSecret) {
    return new SealedChannel(key(sharedSecret, TO_CLIENT), key(sharedSecret, TO_SERVER));
  }

  private byte[] key(byte[] sharedSecret, byte[] info) {
    return Hkdf.derive(sharedSecret, hash, info, SealedChannel.KEY_BYTES);
  }
}
