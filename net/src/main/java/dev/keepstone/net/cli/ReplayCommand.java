package dev.keepstone.net.cli;

import dev.keepstone.ecs.replay.InboxLogException;
import dev.keepstone.ecs.replay.InboxLogReader;
import dev.keepstone.ecs.replay.Replay;
import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.net.server.ServerStartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a world live through a recording and compares it with the recorded one. */
@Command(
    name = "replay",
    description = "Replays what serve --record FILE wrote, as fast as possible.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Needs the world settings, map and creatures that the recorded server had.",
      "Exit codes: 0 all hashes agree; 1 a tick differs, or the file is damaged, cut, foreign or of",
      "another world."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1024 * 1024;
  private static final long PROGRESS_EVERY_NS = 500_000_000L;

  /** Asking for the time costs more than a tick of an empty world. */
  private static final int TICKS_PER_LOOK_AT_THE_CLOCK = 64;

  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (default: config/keepstone.conf here, else the one in the jar).")
  private @Nullable Path config;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError("there is no recording: file=" + file);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      InboxLogReader log = new InboxLogReader(in);
      ServerConfig settings = ServerConfigReader.read(config, Map.of());
      try (Replay replay =
          new Replay(log, settings.world(), settings.content(), settings.contentFingerprint())) {
        return run(replay, settings.world().tickRateHz());
      }
    } catch (InboxLogException e) {
      throw new UserError("file=" + file + ": " + e.getMessage(), e);
    } catch (ServerStartException e) {
      throw new UserError(e.getMessage(), e);
    }
  }

  private int run(Replay replay, int tickRateHz) {
    PrintWriter out = spec.commandLine().getOut();
    ProgressLine progress = new ProgressLine(out);
    long startedNs = System.nanoTime();
    long shownNs = startedNs;
    Replay.Step step = replay.step();
    try {
      while (step == Replay.Step.AGREED) {
        if (replay.ticks() % TICKS_PER_LOOK_AT_THE_CLOCK == 0
            && System.nanoTime() - shownNs >= PROGRESS_EVERY_NS) {
          shownNs = System.nanoTime();
          progress.show(String.format(Locale.ROOT, "replaying: %d ticks", replay.ticks()));
        }
        step = replay.step();
      }
    } finally {
      progress.end();
    }
    double seconds = (System.nanoTime() - startedNs) / 1e9;
    out.printf(
        Locale.ROOT,
        "ticks     %d: %.1f s of the world in %.1f s%n",
        replay.ticks(),
        replay.ticks() / (double) tickRateHz,
        seconds);
    out.printf(Locale.ROOT, "speed     %.0f ticks a second%n", replay.ticks() / seconds);
    out.printf(
        Locale.ROOT,
        "hash      %016x after tick %d%n",
        replay.world().hash(),
        replay.world().tickNumber());
    return judge(replay, step, out);
  }

  private int judge(Replay replay, Replay.Step step, PrintWriter out) {
    if (step == Replay.Step.DIFFERED) {
      out.flush();
      throw new UserError(
          "the replay differs: firstTick="
              + replay.world().tickNumber()
              + ": "
              + replay.difference());
    }
    if (!replay.hasEndMark()) {
      out.println(
          "note      no end mark: the server was killed, or gave the recording up (its log says so)");
    }
    out.println("all " + replay.hashesAgreed() + " hashes agree");
    out.flush();
    return ExitCode.OK;
  }
}
