package dev.keepstone.net.gateway;

import dev.keepstone.net.wire.WireLimits;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Makes resume tokens and what is kept of them. A token is 256 random bits, so its plain SHA-256
 * tells nothing about it: there are too many to try, and no salt or slow hash is needed.
 */
final class ResumeTokens {
  private final SecureRandom random;
  private final MessageDigest sha256;

  ResumeTokens(SecureRandom random) {
    this.random = random;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  /** A new one, the caller's. */
  byte[] fresh() {
    byte[] token = new byte[WireLimits.TOKEN_BYTES];
    random.nextBytes(token);
    return token;
  }

  byte[] hashOf(byte[] token) {
    return sha256.digest(token);
  }
}
