package dev.keepstone.net.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * The short, printable name of a server's public key: {@code ks1-} and 32 characters of base32 (RFC
 * 4648, lower case), which are the first 160 bits of the key's SHA-256. A second key with the same
 * fingerprint costs 2^160 tries, so clients may pin the fingerprint instead of the key.
 */
public final class Fingerprint {
  private static final String PREFIX = "ks1-";
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int HASH_BYTES = 20;
  private static final Pattern SHAPE = Pattern.compile("ks1-[a-z2-7]{32}");

  private Fingerprint() {}

  public static String of(byte[] publicKey) {
    byte[] hash = sha256().digest(publicKey);
    StringBuilder text = new StringBuilder(PREFIX);
    int bits = 0;
    int bitCount = 0;
    for (int i = 0; i < HASH_BYTES; i++) {
      bits = (bits << 8) | (hash[i] & 0xFF);
      bitCount += 8;
      while (bitCount >= 5) {
        bitCount -= 5;
        text.append(ALPHABET.charAt((bits >>> bitCount) & 31));
      }
    }
    return text.toString();
  }

  /** Whether a text has the shape of a fingerprint. */
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
