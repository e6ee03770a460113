package dev.keepstone.net.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.net.auth.KdfParameters.Kdf;
import org.junit.jupiter.api.Test;

/** What a stored string, or a slip in a file, may make the server compute; and no more. */
final class KdfParametersTest {
  @Test
  void argon2idIsBoundedInMemoryPassesAndLanes() {
    assertThat(isArgon(8, 1, 1)).isTrue();
    assertThat(isArgon(7, 1, 1)).isFalse();
    assertThat(isArgon(64, 1, 8)).isTrue();
    assertThat(isArgon(63, 1, 8)).as("8 KiB a lane").isFalse();
    assertThat(isArgon(72, 1, 9)).isFalse();
    assertThat(isArgon(64, 1, 0)).isFalse();
    assertThat(isArgon(256 * 1024, 16, 1)).isTrue();
    assertThat(isArgon(256 * 1024 + 1, 16, 1)).isFalse();
    assertThat(isArgon(256 * 1024, 17, 1)).isFalse();
    assertThat(isArgon(64, 0, 1)).isFalse();
  }

  @Test
  void pbkdf2IsBoundedInRoundsAndHasNoMemory() {
    assertThat(isPbkdf2(0, 1, 1)).isTrue();
    assertThat(isPbkdf2(0, 2_000_000, 1)).isTrue();
    assertThat(isPbkdf2(0, 2_000_001, 1)).isFalse();
    assertThat(isPbkdf2(0, 0, 1)).isFalse();
    assertThat(isPbkdf2(1, 1, 1)).isFalse();
    assertThat(isPbkdf2(0, 1, 2)).isFalse();
  }

  @Test
  void saysWhatIsOutOfBounds() {
    assertThatThrownBy(() -> new KdfParameters(Kdf.ARGON2ID, 7, 1, 1))
        .hasMessageContaining("memory-kib=7");
  }

  @Test
  void readsBothFunctionsFromAFile() {
    assertThat(read("algorithm=argon2id,memory-kib=64,iterations=2,parallelism=3,rounds=4"))
        .isEqualTo(new KdfParameters(Kdf.ARGON2ID, 64, 2, 3));
    assertThat(read("algorithm=pbkdf2-sha256,memory-kib=64,iterations=2,parallelism=3,rounds=4"))
        .isEqualTo(new KdfParameters(Kdf.PBKDF2_SHA256, 0, 4, 1));
    assertThatThrownBy(() -> read("algorithm=md5"))
        .isInstanceOf(ConfigException.BadValue.class)
        .hasMessageContaining("md5");
  }

  @Test
  void passwordSettingsArePositive() {
    KdfParameters light = new KdfParameters(Kdf.ARGON2ID, 64, 1, 1);
    assertThat(new PasswordConfig(light, 1, 1, 1).expiryMs()).isEqualTo(1);
    assertThatThrownBy(() -> new PasswordConfig(light, 0, 1, 1)).hasMessageContaining("threads=0");
    assertThatThrownBy(() -> new PasswordConfig(light, 1, 0, 1)).hasMessageContaining("queue=0");
    assertThatThrownBy(() -> new PasswordConfig(light, 1, 1, 0)).hasMessageContaining("PT0S");
  }

  @Test
  void readsPasswordSettingsWithHalfOfTheCoresForZeroThreads() {
    String kdf = "algorithm=pbkdf2-sha256,rounds=4,queue=5,expires-after=6s,threads=";
    assertThat(PasswordConfig.from(ConfigFactory.parseString(kdf + 7)))
        .isEqualTo(new PasswordConfig(new KdfParameters(Kdf.PBKDF2_SHA256, 0, 4, 1), 7, 5, 6_000));
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(PasswordConfig.from(ConfigFactory.parseString(kdf + 0)).threadCount())
        .isEqualTo(cores < 2 ? 1 : cores / 2);
  }

  @Test
  void lockoutSettingsArePositive() {
    assertThat(new LockoutConfig(1, 1, 1, 1).failures()).isEqualTo(1);
    assertThat(new LockoutConfig(1_000, 1, 1, 1).failures()).isEqualTo(1_000);
    for (long[] bad :
        new long[][] {{0, 1, 1, 1}, {1_001, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 0, 1}, {1, 1, 1, 0}}) {
      assertThatThrownBy(() -> new LockoutConfig((int) bad[0], bad[1], bad[2], (int) bad[3]))
          .hasMessageContaining("keepstone.net.lockout");
    }
    assertThat(
            LockoutConfig.from(ConfigFactory.parseString("failures=2,within=3ns,for=4ns,table=5")))
        .isEqualTo(new LockoutConfig(2, 3, 4, 5));
  }

  private static KdfParameters read(String settings) {
    return KdfParameters.from(ConfigFactory.parseString(settings));
  }

  private static boolean isArgon(int memoryKib, int passes, int lanes) {
    return KdfParameters.isBounded(Kdf.ARGON2ID, memoryKib, passes, lanes);
  }

  private static boolean isPbkdf2(int memoryKib, int rounds, int lanes) {
    return KdfParameters.isBounded(Kdf.PBKDF2_SHA256, memoryKib, rounds, lanes);
  }
}
