package dev.keepstone.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.wire.PasswordText;
import dev.keepstone.net.wire.sbe.RefusalCode;
import org.junit.jupiter.api.Test;

final class CredentialRulesTest {
  @Test
  void takesNamesOfThreeToSixteenPlainCharacters() {
    for (String name : new String[] {"bob", "a_1", "___", "abcdefghijklmnop", "007"}) {
      assertThat(CredentialRules.isName(name)).as(name).isTrue();
    }
    for (String name :
        new String[] {"", "ab", "abcdefghijklmnopq", "Bob", "b b", "b-b", "bob\n", "b\u00f6b"}) {
      assertThat(CredentialRules.isName(name)).as(name).isFalse();
    }
  }

  @Test
  void countsAPasswordsCharactersNotItsBytes() {
    assertThat(isPassword("1234567")).isFalse();
    assertThat(isPassword("12345678")).isTrue();
    assertThat(isPassword("\ud83d\ude00".repeat(8))).isTrue();
    assertThat(isPassword("\ud83d\ude00".repeat(7))).isFalse();
    assertThat(isPassword("x".repeat(128))).isTrue();
    assertThat(isPassword("x".repeat(129))).isFalse();
    assertThat(isPassword("\ud83d\ude00".repeat(128))).isTrue();
  }

  @Test
  void takesOnlyNormalUtf8() {
    assertThat(isPassword("p\u00e4sswort")).isTrue();
    assertThat(isPassword("pa\u0308sswort")).isFalse();
    assertThat(CredentialRules.isPassword(new byte[] {-1, -2, -3, -4, -5, -6, -7, -8})).isFalse();
  }

  @Test
  void normalizesWhatIsTyped() {
    assertThat(PasswordText.normalized("pa\u0308sswort".toCharArray()))
        .isEqualTo("p\u00e4sswort".getBytes(UTF_8));
    assertThat(PasswordText.normalized("\ud83d\ude00 plain".toCharArray()))
        .isEqualTo("\ud83d\ude00 plain".getBytes(UTF_8));
    assertThat(PasswordText.normalized(new char[0])).isEmpty();
  }

  @Test
  void saysWhatIsWrongFirst() {
    byte[] good = "correct horse".getBytes(UTF_8);

    assertThat(CredentialRules.judge("", good)).isEqualTo(RefusalCode.MISSING_CREDENTIALS);
    assertThat(CredentialRules.judge("bob", new byte[0]))
        .isEqualTo(RefusalCode.MISSING_CREDENTIALS);
    assertThat(CredentialRules.judge("B", new byte[1])).isEqualTo(RefusalCode.BAD_NAME);
    assertThat(CredentialRules.judge("bob", new byte[1])).isEqualTo(RefusalCode.WEAK_PASSWORD);
    assertThat(CredentialRules.judge("bob", good)).isNull();
  }

  private static boolean isPassword(String password) {
    return CredentialRules.isPassword(password.getBytes(UTF_8));
  }
}
