package dev.keepstone.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.auth.KdfParameters.Kdf;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

final class PasswordHashingTest {
  private static final KdfParameters LIGHT = new KdfParameters(Kdf.ARGON2ID, 64, 1, 1);

  private final PasswordHashing hashing = new PasswordHashing(LIGHT, new SecureRandom());

  @Test
  void verifiesWhatItHashed() {
    byte[] password = bytes("correct horse");
    String phc = hashing.hash(password);

    assertThat(phc).matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[^$]{22}\\$[^$]{43}");
    assertThat(hashing.verify(password, phc)).isTrue();
    assertThat(hashing.verify(bytes("wrong horse"), phc)).isFalse();
    assertThat(hashing.hash(password)).isNotEqualTo(phc);
  }

  /** From the test program of the reference implementation (phc-winner-argon2). */
  @Test
  void verifiesAHashOfTheReferenceImplementation() {
    String phc =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(hashing.verify(bytes("password"), phc)).isTrue();
    assertThat(hashing.verify(bytes("passwore"), phc)).isFalse();
  }

  @Test
  void derivesPbkdf2AsInRfc7914() {
    KdfParameters once = new KdfParameters(Kdf.PBKDF2_SHA256, 0, 1, 1);
    KdfParameters often = new KdfParameters(Kdf.PBKDF2_SHA256, 0, 80_000, 1);

    assertThat(PasswordHashing.derive(once, bytes("salt"), 64, bytes("passwd")))
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"));
    assertThat(PasswordHashing.derive(often, bytes("NaCl"), 64, bytes("Password")))
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
                        + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"));
  }

  @Test
  void verifiesPbkdf2OfBouncyCastle() {
    byte[] salt = new byte[16];
    PKCS5S2ParametersGenerator generator =
        new PKCS5S2ParametersGenerator(SHA256Digest.newInstance());
    generator.init(bytes("ein Pferd für 3 €"), salt, 1_000);
    byte[] key = ((KeyParameter) generator.generateDerivedMacParameters(256)).getKey();
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    String phc =
        "$pbkdf2-sha256$i=1000$" + base64.encodeToString(salt) + "$" + base64.encodeToString(key);

    assertThat(hashing.verify(bytes("ein Pferd für 3 €"), phc)).isTrue();
    assertThat(hashing.verify(bytes("ein Pferd fur 3 €"), phc)).isFalse();
  }

  @Test
  void hashesWithPbkdf2WhenSoSet() {
    PasswordHashing pbkdf2 =
        new PasswordHashing(new KdfParameters(Kdf.PBKDF2_SHA256, 0, 1_000, 1), new SecureRandom());

    String phc = pbkdf2.hash(bytes("correct horse"));

    assertThat(phc).startsWith("$pbkdf2-sha256$i=1000$");
    assertThat(hashing.verify(bytes("correct horse"), phc)).isTrue();
  }

  @Test
  void computesNothingThatIsNoHashOrOutOfBounds() {
    String tail = "$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    for (String stored :
        new String[] {
          "",
          "correct horse",
          "salt$0123456789abcdef",
          "$argon2i$v=19$m=64,t=1,p=1" + tail,
          "$argon2id$v=16$m=64,t=1,p=1" + tail,
          "$argon2id$v=19$m=999999999,t=1,p=1" + tail,
          "$argon2id$v=19$m=64,t=999999,p=1" + tail,
          "$argon2id$v=19$m=64,t=1,p=99" + tail,
          "$argon2id$v=19$m=0,t=0,p=0" + tail,
          "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
          "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFh",
          "$pbkdf2-sha256$i=999999999" + tail,
          "$pbkdf2-sha256$i=0" + tail,
          "$argon2id$v=19$m=64,t=1,p=1" + tail + "x".repeat(600)
        }) {
      assertThat(hashing.verify(bytes("correct horse"), stored)).as(stored).isNull();
    }
  }

  @Test
  void verifiesWhatWasStoredBeforeThereWereParametersAndCallsItOutdated() throws Exception {
    byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec("correct horse".toCharArray(), salt, 100_000, 256))
            .getEncoded();
    for (Base64.Encoder base64 :
        new Base64.Encoder[] {Base64.getEncoder(), Base64.getEncoder().withoutPadding()}) {
      String stored = base64.encodeToString(salt) + "$" + base64.encodeToString(key);
      assertThat(hashing.verify(bytes("correct horse"), stored)).isTrue();
      assertThat(hashing.verify(bytes("wrong horse"), stored)).isFalse();
      assertThat(hashing.isOutdated(stored)).isTrue();
    }
  }

  @Test
  void callsOutdatedWhatItWouldHashOtherwiseToday() {
    KdfParameters stronger = new KdfParameters(Kdf.ARGON2ID, 128, 1, 1);
    String today = hashing.hash(bytes("correct horse"));

    assertThat(hashing.isOutdated(today)).isFalse();
    assertThat(new PasswordHashing(stronger, new SecureRandom()).isOutdated(today)).isTrue();
    assertThat(hashing.isOutdated("no hash at all")).isFalse();
  }

  @Test
  void nobodyHasNoPassword() {
    assertThat(hashing.verify(bytes("correct horse"), hashing.nobody())).isFalse();
    assertThat(hashing.nobody()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
