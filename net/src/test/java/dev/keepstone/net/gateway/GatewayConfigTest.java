package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.net.auth.KdfParameters;
import dev.keepstone.net.auth.KdfParameters.Kdf;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GatewayConfigTest {
  private static final Config SHIPPED =
      ConfigFactory.parseResources("config/keepstone.conf").getConfig("keepstone.net");

  @Test
  void readsTheShippedFile() {
    GatewayConfig config = GatewayConfig.from(SHIPPED);

    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(7777);
    assertThat(config.maxSessions()).isEqualTo(2_000);
    assertThat(config.budgetBurst()).isEqualTo(60);
    assertThat(config.budgetPerSecond()).isEqualTo(30);
    assertThat(config.deadlines().silenceNs()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    assertThat(config.password().kdf()).isEqualTo(new KdfParameters(Kdf.ARGON2ID, 19_456, 2, 1));
    assertThat(config.password().threadCount()).isPositive();
    assertThat(config.password().expiryMs()).isEqualTo(25_000);
  }

  @Test
  void readsPbkdf2() {
    GatewayConfig config = read("password.algorithm = pbkdf2-sha256");

    assertThat(config.password().kdf())
        .isEqualTo(new KdfParameters(Kdf.PBKDF2_SHA256, 0, 600_000, 1));
  }

  @Test
  void refusesWhatCannotBeAndNamesTheKey() {
    assertRefused("port = 0", "port=0");
    assertRefused("port = 65535", "port=65535");
    assertRefused("host = \"\"", "host");
    assertRefused("max-sessions = 0", "max-sessions=0");
    assertRefused("gateway-number = 40000", "gateway-number=40000");
    assertRefused("deadlines.silence = 0s", "silence=0ns");
    assertRefused("password.memory-kib = 4", "memory-kib=4");
    assertRefused("password.iterations = 1000", "iterations=1000");
    assertRefused("password.queue = 0", "queue=0");
  }

  @Test
  void refusesAnUnknownAlgorithm() {
    assertThatThrownBy(() -> read("password.algorithm = md5"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("md5");
  }

  private static void assertRefused(String line, String named) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static GatewayConfig read(String line) {
    return GatewayConfig.from(ConfigFactory.parseString(line).withFallback(SHIPPED));
  }
}
