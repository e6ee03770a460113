package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.server.RunningServer.Crowd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server's recording, replayed by the command that an operator would use. */
class ReplayIT {
  private static final int BOTS = 10;
  private static final int SEED = 3;
  private static final Duration REPLAY_TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path home;

  @Test
  void replayAgreesAndDamageIsRefused() throws Exception {
    Path file = home.resolve("play.inbox");
    try (RunningServer server = start(file)) {
      play(server, 5_000);
      server.process().signal("TERM");
      assertThat(server.process().awaitExit(RunningServer.STOP_TIMEOUT)).isZero();
    }

    Replayed replayed = replay(file, home.resolve("test.conf"));
    assertThat(replayed.exitCode).as(replayed.output).isZero();
    assertThat(replayed.output).containsPattern("all [1-9][0-9]+ hashes agree");
    assertThat(replayed.output).contains("ticks a second").doesNotContain("no end mark");

    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(home.resolve("damaged.inbox"), bytes);
    assertRefused(replay(damaged, home.resolve("test.conf")), "the recording is damaged: .*offset");

    Path other = Files.writeString(home.resolve("other.conf"), "keepstone.ecs.seed = 99\n");
    assertRefused(replay(file, other), "world.seed recorded=1 here=99");

    assertRefused(replay(home.resolve("test.conf"), other), "this is no recording");
  }

  @Test
  void aKilledServersRecordingIsReplayedAndKeptAtTheNextStart() throws Exception {
    Path file = home.resolve("play.inbox");
    try (RunningServer server = start(file)) {
      play(server, 3_000);
      server.process().signal("KILL");
      server.process().awaitExit(Duration.ofSeconds(5));
      server.startAgain();
    }

    Replayed killed = replay(home.resolve("play.inbox.previous"), home.resolve("test.conf"));
    assertThat(killed.exitCode).as(killed.output).isZero();
    assertThat(killed.output).contains("no end mark").containsPattern("all [1-9][0-9]+ hashes");
    Replayed second = replay(file, home.resolve("test.conf"));
    assertThat(second.exitCode).as(second.output).isZero();
  }

  private RunningServer start(Path file) throws IOException, InterruptedException {
    return RunningServer.start(home, "--store", "memory", "--record", file.toString());
  }

  private static void play(RunningServer server, long ms) throws InterruptedException {
    try (Crowd crowd = server.bots(BOTS, SEED, 600, () -> !server.process().isAlive())) {
      crowd.awaitPlaying(BOTS, Duration.ofSeconds(60));
      Thread.sleep(ms);
    }
  }

  private static void assertRefused(Replayed replayed, String pattern) {
    assertThat(replayed.exitCode).as(replayed.output).isEqualTo(1);
    assertThat(replayed.output.strip().lines()).as(replayed.output).hasSize(1);
    assertThat(replayed.output).startsWith("keepstone: ").containsPattern(pattern);
  }

  private record Replayed(int exitCode, String output) {}

  private Replayed replay(Path file, Path config) throws InterruptedException {
    try (KeepstoneProcess process =
        KeepstoneProcess.start(home, "replay", file.toString(), "--config", config.toString())) {
      int exitCode = process.awaitExit(REPLAY_TIMEOUT);
      return new Replayed(exitCode, process.output());
    }
  }
}
