package dev.keepstone.net.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.text.Normalizer;
import java.util.Arrays;

/** How a password is written on the wire, so that the same one typed twice is the same bytes. */
public final class PasswordText {
  /** No password within the rules is longer: 128 characters of at most 4 bytes. */
  public static final int MAX_BYTES = 512;

  private PasswordText() {}

  /**
   * A typed password as it goes over the wire: UTF-8 of its NFC form. The caller owns and wipes
   * both arrays.
   */
  public static byte[] normalized(char[] password) {
    CharBuffer typed = CharBuffer.wrap(password);
    CharSequence normal =
        Normalizer.isNormalized(typed, Normalizer.Form.NFC)
            ? typed
            : Normalizer.normalize(typed, Normalizer.Form.NFC);
    // A character becomes at most 3 bytes, a pair of surrogates 4.
    byte[] room = new byte[3 * normal.length()];
    ByteBuffer bytes = ByteBuffer.wrap(room);
    UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(normal), bytes, true);
    byte[] result = Arrays.copyOf(room, bytes.position());
    Arrays.fill(room, (byte) 0);
    return result;
  }
}
