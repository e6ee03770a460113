package dev.keepstone.net.auth;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stored password hash in the PHC string format:
 *
 * <pre>
 * $argon2id$v=19$m=19456,t=2,p=1$SALT$KEY
 * $pbkdf2-sha256$i=600000$SALT$KEY
 * </pre>
 *
 * and in the one that came before it, which is read and never written: {@code SALT$KEY}, PBKDF2
 * with 100 000 rounds.
 *
 * <p>Salt and key are base64 without padding. Parsing bounds every number, so a damaged or planted
 * string cannot make the server work for minutes.
 */
final class PasswordHash {
  private static final int MIN_SALT_BYTES = 8;
  private static final int MAX_SALT_BYTES = 64;
  private static final int MIN_KEY_BYTES = 16;
  private static final int MAX_KEY_BYTES = 64;
  private static final int MAX_TEXT_LENGTH = 512;
  private static final int OLD_ROUNDS = 100_000;

  private static final String TAIL = "\\$([A-Za-z0-9+/]{1,128})\\$([A-Za-z0-9+/]{1,128})";
  private static final Pattern ARGON2ID =
      Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})" + TAIL);
  private static final Pattern PBKDF2 = Pattern.compile("\\$pbkdf2-sha256\\$i=(\\d{1,9})" + TAIL);

  private static final Pattern OLD =
      Pattern.compile("([A-Za-z0-9+/]{1,128})={0,2}\\$([A-Za-z0-9+/]{1,128})={0,2}");

  private final KdfParameters parameters;
  private final byte[] salt;
  private final byte[] key;

  PasswordHash(KdfParameters parameters, byte[] salt, byte[] key) {
    this.parameters = parameters;
    this.salt = salt;
    this.key = key;
  }

  KdfParameters parameters() {
    return parameters;
  }

  /** Not a copy, as is the key. */
  byte[] salt() {
    return salt;
  }

  byte[] key() {
    return key;
  }

  /** Null when the text is no hash that this server may compute. */
  static @Nullable PasswordHash parse(String text) {
    if (text.length() > MAX_TEXT_LENGTH) {
      return null;
    }
    Matcher argon = ARGON2ID.matcher(text);
    if (argon.matches()) {
      return bounded(
          KdfParameters.Kdf.ARGON2ID,
          Integer.parseInt(argon.group(1)),
          Integer.parseInt(argon.group(2)),
          Integer.parseInt(argon.group(3)),
          argon.group(4),
          argon.group(5));
    }
    Matcher pbkdf2 = PBKDF2.matcher(text);
    if (pbkdf2.matches()) {
      return bounded(
          KdfParameters.Kdf.PBKDF2_SHA256,
          0,
          Integer.parseInt(pbkdf2.group(1)),
          1,
          pbkdf2.group(2),
          pbkdf2.group(3));
    }
    Matcher old = OLD.matcher(text);
    if (old.matches()) {
      return bounded(KdfParameters.Kdf.PBKDF2_SHA256, 0, OLD_ROUNDS, 1, old.group(1), old.group(2));
    }
    return null;
  }

  private static @Nullable PasswordHash bounded(
      KdfParameters.Kdf kdf,
      int memoryKib,
      int iterations,
      int parallelism,
      String saltText,
      String keyText) {
    if (!KdfParameters.isBounded(kdf, memoryKib, iterations, parallelism)) {
      return null;
    }
    byte[] salt = decode(saltText, MIN_SALT_BYTES, MAX_SALT_BYTES);
    byte[] key = decode(keyText, MIN_KEY_BYTES, MAX_KEY_BYTES);
    if (salt == null || key == null) {
      return null;
    }
    return new PasswordHash(new KdfParameters(kdf, memoryKib, iterations, parallelism), salt, key);
  }

  private static byte @Nullable [] decode(String text, int minBytes, int maxBytes) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return bytes.length >= minBytes && bytes.length <= maxBytes ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    String tail = "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(key);
    return switch (parameters.kdf()) {
      case ARGON2ID ->
          "$argon2id$v=19$m="
              + parameters.memoryKib()
              + ",t="
              + parameters.iterations()
              + ",p="
              + parameters.parallelism()
              + tail;
      case PBKDF2_SHA256 -> "$pbkdf2-sha256$i=" + parameters.iterations() + tail;
    };
  }
}
