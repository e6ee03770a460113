package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keepstone.net.bot.BotReport;
import dev.keepstone.net.server.RunningServer.Crowd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up under a running server, and has room again later. */
class FullDiskIT {
  private static final int BOTS = 3;

  @TempDir private Path disk;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        KeepstoneProcess.run(
                "mount", "-t", "tmpfs", "-o", "size=160m", "keepstone-test", disk.toString())
            == 0,
        "skipped: mounting a small tmpfs needs root on Linux");
  }

  @AfterEach
  void unmount() throws Exception {
    KeepstoneProcess.run("umount", "-l", disk.toString());
  }

  @Test
  void serverLivesThroughItAndLosesNothing() throws Exception {
    Path home = Files.createDirectory(disk.resolve("home"));
    Path filler = disk.resolve("filler");
    try (RunningServer server = RunningServer.start(home)) {
      BotReport report;
      try (Crowd crowd = server.bots(BOTS, 3, 600, () -> false)) {
        crowd.awaitPlaying(BOTS, Duration.ofSeconds(30));
        fill(filler);
        server.process().awaitLine("Redis died", Duration.ofSeconds(20));
        Thread.sleep(3_000);
        assertThat(server.process().isAlive()).isTrue();

        int linesSoFar = server.process().output().split("\n", -1).length;
        Files.delete(filler);
        server.process().awaitLine("store link ready", linesSoFar, Duration.ofSeconds(30));
        report = crowd.stop();
      }

      assertThat(report.problems()).isEmpty();
      assertThat(report.saved()).isEqualTo(BOTS);
      server.process().signal("TERM");
      assertThat(server.process().awaitExit(RunningServer.STOP_TIMEOUT)).isZero();
      List<String> names = new ArrayList<>();
      report.bots().forEach(bot -> names.add(bot.name()));
      RunningServer.Stored stored = server.inspect(names);
      report
          .bots()
          .forEach(
              bot -> assertThat((float) stored.get(bot.name()).getDouble("x")).isEqualTo(bot.x()));
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("space");
    }
  }
}
