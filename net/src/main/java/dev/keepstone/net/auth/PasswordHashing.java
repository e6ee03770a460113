package dev.keepstone.net.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and verifies passwords: tens of milliseconds and megabytes each, so only {@link
 * PasswordPool}'s threads call it. Stateless apart from the random source; thread safe.
 */
public final class PasswordHashing {
  private static final String PBKDF2 = "PBKDF2WithHmacSHA256";
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;

  private final KdfParameters parameters;
  private final SecureRandom random;
  private final String nobody;

  public PasswordHashing(KdfParameters parameters, SecureRandom random) {
    this.parameters = parameters;
    this.random = random;
    byte[] noKey = new byte[KEY_BYTES];
    random.nextBytes(noKey);
    nobody = new PasswordHash(parameters, salt(), noKey).text();
  }

  /**
   * Hashes a new password.
   *
   * @param password UTF-8 of its NFC form; not changed, not kept
   * @return a PHC string
   */
  public String hash(byte[] password) {
    byte[] salt = salt();
    return new PasswordHash(parameters, salt, derive(parameters, salt, KEY_BYTES, password)).text();
  }

  /**
   * Compares a password with a stored hash in a time that does not depend on where they differ.
   *
   * @return null when the stored text is no hash, or one that this server won't compute
   */
  public @Nullable Boolean verify(byte[] password, String stored) {
    PasswordHash hash = PasswordHash.parse(stored);
    if (hash == null) {
      return null;
    }
    byte[] key = derive(hash.parameters(), hash.salt(), hash.key().length, password);
    return MessageDigest.isEqual(key, hash.key());
  }

  /**
   * Whether a password that has just been verified should be hashed anew: its stored hash was made
   * with another function, other parameters or other lengths than those of today.
   *
   * @param stored as {@link #verify} has taken it
   */
  public boolean isOutdated(String stored) {
    PasswordHash hash = PasswordHash.parse(stored);
    return hash != null
        && (!stored.startsWith("$")
            || !hash.parameters().equals(parameters)
            || hash.salt().length != SALT_BYTES
            || hash.key().length != KEY_BYTES);
  }

  /**
   * A hash that no password has: verified for an unknown name, so that it takes as long as a wrong
   * password.
   */
  public String nobody() {
    return nobody;
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  static byte[] derive(KdfParameters parameters, byte[] salt, int keyBytes, byte[] password) {
    return switch (parameters.kdf()) {
      case ARGON2ID -> argon2id(parameters, salt, keyBytes, password);
      case PBKDF2_SHA256 -> pbkdf2(parameters, salt, keyBytes, password);
    };
  }

  private static byte[] argon2id(
      KdfParameters parameters, byte[] salt, int keyBytes, byte[] password) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(parameters.memoryKib())
            .withIterations(parameters.iterations())
            .withParallelism(parameters.parallelism())
            .withSalt(salt)
            .build());
    byte[] key = new byte[keyBytes];
    generator.generateBytes(password, key);
    return key;
  }

  /** The JDK's, three times as fast as Bouncy Castle's: it uses the processor's SHA-256. */
  private static byte[] pbkdf2(
      KdfParameters parameters, byte[] salt, int keyBytes, byte[] password) {
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password));
    char[] chars = new char[decoded.remaining()];
    decoded.get(chars);
    PBEKeySpec spec = new PBEKeySpec(chars, salt, parameters.iterations(), keyBytes * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance(PBKDF2).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + PBKDF2, e);
    } finally {
      spec.clearPassword();
      Arrays.fill(chars, '\0');
      Arrays.fill(decoded.array(), '\0');
    }
  }
}
