package dev.keepstone.net.seal;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF-SHA256 (RFC 5869), extract and expand. */
final class Hkdf {
  private Hkdf() {}

  static byte[] derive(byte[] secret, byte[] salt, byte[] info, int lengthBytes) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(SHA256Digest.newInstance());
    generator.init(new HKDFParameters(secret, salt, info));
    byte[] key = new byte[lengthBytes];
    generator.generateBytes(key, 0, lengthBytes);
    return key;
  }
}
