package dev.keepstone.persistence.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistenceConfigTest {
  private static final Config SHIPPED =
      ConfigFactory.parseFile(new File("../config/keepstone.conf")).resolve();

  @Test
  void readsTheShippedFile() {
    PersistenceConfig config = PersistenceConfig.of(SHIPPED);
    assertThat(config.vault().leaseMs()).isEqualTo(60_000);
    assertThat(config.vault().leaseMarginMs()).isEqualTo(5_000);
    assertThat(config.vault().renewEveryMs()).isEqualTo(10_000);
    assertThat(config.vault().chunkRows()).isEqualTo(64);
    assertThat(config.vault().chunksInFlight()).isEqualTo(2);
    assertThat(config.appendFsync()).isEqualTo("always");
    assertThat(config.minFreeBytes()).isEqualTo(64L << 20);
    assertThat(config.embedded(Path.of("data"), "text").overrides())
        .containsEntry("appendfsync", "always");
  }

  @Test
  void needsEveryKeyOfTheShippedFile() {
    TreeSet<String> unused = new TreeSet<>();
    SHIPPED
        .getConfig(PersistenceConfig.PATH)
        .entrySet()
        .forEach(
            entry -> {
              String path = PersistenceConfig.PATH + "." + entry.getKey();
              try {
                PersistenceConfig.of(SHIPPED.withoutPath(path));
                unused.add(path);
              } catch (ConfigException.Missing e) {
                assertThat(e).hasMessageContaining(entry.getKey());
              }
            });
    assertThat(unused).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server-name = \"two words\"",
        "lease = 10ms",
        "lease-margin = 31s",
        "renew-every = 40s",
        "connect-timeout = 0s",
        "command-timeout = 0s",
        "back-off.last = 1ms",
        "flush.chunk-rows = 65",
        "flush.chunk-rows = 0",
        "flush.chunks-in-flight = 0",
        "claims.in-flight = 0",
        "redis.queue-limit = 1",
        "embedded.append-fsync = often",
        "embedded.min-free = -1"
      })
  void refusesWhatCantWorkAndNamesIt(String line) {
    Config config =
        ConfigFactory.parseString(PersistenceConfig.PATH + "." + line).withFallback(SHIPPED);
    String key = line.substring(0, line.indexOf(' '));
    assertThatThrownBy(() -> PersistenceConfig.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }
}
