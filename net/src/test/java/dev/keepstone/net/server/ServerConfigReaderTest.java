package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigReaderTest {
  private static final Path SHIPPED = Path.of("..", "config", "keepstone.conf");
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(keepstone\\.[a-z.-]+)` \\| `([^`]*)` \\|", Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void shippedFileIsComplete() {
    ServerConfig config = ServerConfigReader.read(SHIPPED, Map.of());

    assertThat(config.gateway().port()).isEqualTo(7777);
    assertThat(config.world().flushWindowTicks()).isEqualTo(600);
    assertThat(config.persistence().appendFsync()).isEqualTo("always");
    assertThat(config.content().zones().spawnZone().widthTiles()).isEqualTo(64);
    assertThat(config.content().zones().spawnZone().heightTiles()).isEqualTo(64);
    assertThat(config.content().zones().spawnZone().creatureSpawns()).isNotEmpty();
    assertThat(config.redisConf()).contains("appendonly yes").contains("noeviction");
  }

  @Test
  void pageNamesEveryKeyWithItsDefault() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(PAGE));
    while (rows.find()) {
      documented.put(rows.group(1), rows.group(2));
    }
    Config shipped = ConfigFactory.parseFile(SHIPPED.toFile());
    Map<String, String> actual = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : shipped.entrySet()) {
      actual.put(entry.getKey(), entry.getValue().unwrapped().toString());
    }

    assertThat(documented).isEqualTo(actual);
  }

  @Test
  void flagsWinOverTheFileAndTheFileOverTheJar() throws IOException {
    Path file = folder.resolve("mine.conf");
    Files.writeString(file, "keepstone.net { port = 7800, max-sessions = 5 }\n");

    ServerConfig config = ServerConfigReader.read(file, Map.of("keepstone.net.port", 7900));

    assertThat(config.gateway().port()).isEqualTo(7900);
    assertThat(config.gateway().maxSessions()).isEqualTo(5);
    assertThat(config.gateway().host()).isEqualTo("127.0.0.1");
  }

  @Test
  void missingFileIsNamed() {
    Path missing = folder.resolve("none.conf");

    assertThatThrownBy(() -> ServerConfigReader.read(missing, Map.of()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("none.conf");
  }

  @Test
  void wrongTypeNamesKeyAndFile() throws IOException {
    Path file = folder.resolve("mine.conf");
    Files.writeString(file, "keepstone.net.port = many\n");

    assertThatThrownBy(() -> ServerConfigReader.read(file, Map.of()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("mine.conf")
        .hasMessageContaining("port");
  }

  @Test
  void misspeltKeyIsRefused() throws IOException {
    Path file = folder.resolve("mine.conf");
    Files.writeString(file, "keepstone.net.prot = 7800\n");

    assertThatThrownBy(() -> ServerConfigReader.read(file, Map.of()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("mine.conf")
        .hasMessageContaining("keepstone.net.prot");
  }

  @Test
  void aWorldWithoutAMapIsRefused() {
    assertThatThrownBy(
            () -> ServerConfigReader.read(SHIPPED, Map.of("keepstone.server.maps", List.of())))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("keepstone.server.maps=[]");
  }

  @Test
  void unknownStoreSaysWhatThereIs() {
    assertThatThrownBy(
            () -> ServerConfigReader.read(SHIPPED, Map.of("keepstone.server.store", "postgres")))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("postgres")
        .hasMessageContaining("embedded");
  }
}
