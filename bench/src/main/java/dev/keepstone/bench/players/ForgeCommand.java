package dev.keepstone.bench.players;

import dev.keepstone.bench.load.ReportOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a stranger's frames cost a server, and whether players feel them. */
@Command(
    name = "forge",
    description = "Sends forged Aeron frames to a server that players are on.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Starts a server as 'players' does, and lets real players walk on it. Phases without and with",
      "a stranger alternate, who sends set-up, data, status, NAK, round-trip and junk frames to all",
      "Aeron ports from this process, so his own work is on the same machine. What a frame costs is",
      "the processor time of the server's threads that the phase with him has more than the one",
      "without, by the frames sent; p99 is from a player's input to the update that shows it.",
      "Figures are medians of the rounds. Needs Linux, for /proc.",
      "Exit codes: 0 done and everything required is met, 1 not so or a player was thrown out, 2",
      "the command line is wrong."
    })
public final class ForgeCommand implements Callable<Integer> {
  /** As shipped. */
  private static final int HZ = 20;

  private static final int PORTS = 4;

  @Option(
      names = "--players",
      paramLabel = "N",
      defaultValue = "100",
      description = "Players at once (default: ${DEFAULT-VALUE}).")
  private int players;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Forged in each phase (default: ${DEFAULT-VALUE}).")
  private int frames;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of one phase without and one with them (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "A phase lasts (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description = "Played before the first phase (default: ${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Mixin private ReportOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ForgePlan plan =
        new ForgePlan(
            new PlayersPlan(players, HZ, PORTS, rounds, seconds, warmUpSeconds, false), frames);
    return ServerRun.measure(
        spec.commandLine().getOut(),
        options,
        ForgeReport.FIGURES,
        (folder, progress) -> new ForgeRun(plan, folder, progress));
  }
}
