package dev.keepstone.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keepstone.net.wire.sbe.RefusalCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names and passwords may be. Names: 3 to 16 of {@code [a-z0-9_]}. Passwords: 8 to 128
 * characters (code points) in Unicode's NFC, in which a password typed on different keyboards is
 * the same bytes (NIST SP 800-63B, 5.1.1.2).
 */
public final class CredentialRules {
  private static final int MIN_PASSWORD_CHARACTERS = 8;
  private static final int MAX_PASSWORD_CHARACTERS = 128;
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{3,16}");

  private CredentialRules() {}

  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Judges what a client sent for a new account.
   *
   * @param password as it was sent
   * @return null when both may be
   */
  static @Nullable RefusalCode judge(String name, byte[] password) {
    if (name.isEmpty() || password.length == 0) {
      return RefusalCode.MISSING_CREDENTIALS;
    }
    if (!isName(name)) {
      return RefusalCode.BAD_NAME;
    }
    return isPassword(password) ? null : RefusalCode.WEAK_PASSWORD;
  }

  /** Whether these bytes are the UTF-8 of an acceptable password in NFC. */
  static boolean isPassword(byte[] password) {
    CharBuffer characters;
    try {
      characters = UTF_8.newDecoder().decode(ByteBuffer.wrap(password));
    } catch (CharacterCodingException e) {
      return false;
    }
    try {
      int count = Character.codePointCount(characters, 0, characters.length());
      return count >= MIN_PASSWORD_CHARACTERS
          && count <= MAX_PASSWORD_CHARACTERS
          && Normalizer.isNormalized(characters, Normalizer.Form.NFC);
    } finally {
      Arrays.fill(characters.array(), '\0');
    }
  }
}
