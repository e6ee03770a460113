package dev.keepstone.net.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
  @Test
  void isBase32OfTheKeysHash() {
    // SHA-256 of 32 zero bytes starts with 66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3.
    assertThat(Fingerprint.of(new byte[32])).isEqualTo("ks1-mzuhvlpymk6xo3epygfy5h4oeaejofef");
  }

  @Test
  void knowsItsOwnShape() {
    String fingerprint = ServerIdentity.generate(new SecureRandom()).fingerprint();

    assertThat(Fingerprint.isValid(fingerprint)).isTrue();
    assertThat(Fingerprint.isValid(fingerprint + "a")).isFalse();
    assertThat(Fingerprint.isValid(fingerprint.substring(4))).isFalse();
    assertThat(Fingerprint.isValid(fingerprint.toUpperCase(java.util.Locale.ROOT))).isFalse();
  }
}
