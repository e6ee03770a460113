package dev.keepstone.net.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any file that is given as the configuration gives settings within their bounds, or is refused by
 * a {@link ServerStartException}. Files that include others are left out: what an operator includes
 * is read.
 */
class ConfigurationFuzzTest {
  static Stream<byte[]> seeds() throws IOException {
    String shipped = Files.readString(Path.of("..", "config", "keepstone.conf"));
    return Stream.of(
            shipped.replaceAll("(?m)^\\s*#.*\\n", ""),
            "keepstone.net { port = 7777, password.memory-kib = 64 }",
            "keepstone.world { tick-rate-hz = 20, flush-window = 1.5 minutes }",
            "keepstone.server.maps = [\"world/meadow.tmj\"], a = ${?b}",
            "[".repeat(50))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void givesSettingsOrIsRefused(byte[] bytes) throws IOException {
    if (new String(bytes, StandardCharsets.UTF_8).contains("include")) {
      return;
    }
    Path file = Files.createTempFile("keepstone", ".conf");
    try {
      Files.write(file, bytes);
      ServerConfigReader.read(file, Map.of());
    } catch (ServerStartException refused) {
      // what is declared
    } finally {
      Files.delete(file);
    }
  }
}
