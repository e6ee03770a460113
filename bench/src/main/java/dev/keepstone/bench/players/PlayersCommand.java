package dev.keepstone.bench.players;

import dev.keepstone.bench.load.ReportOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how many players a server serves, and how fast. */
@Command(
    name = "players",
    description = "Lets players walk about at a real server, beside the same load on plain UDP.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Starts a server (memory store, light password hashing) in a process of its own; the players",
      "are real clients in this one, over Aeron on loopback, sealed. Rounds of them alternate with",
      "rounds of a plain UDP server: one thread, one socket, datagrams of the same number and mean",
      "length, no seal and no game. A round counts if plain UDP's p99 stays below one tick and 25",
      "ms (75 ms at 20 Hz). Figures are medians of the rounds that count; transport is the media",
      "driver and its client, the gateway's thread is counted apart. Needs Linux, for /proc.",
      "Exit codes: 0 done and everything required is met, 1 not so or no round counts, 2 the",
      "command line is wrong."
    })
public final class PlayersCommand implements Callable<Integer> {
  @Option(
      names = "--players",
      paramLabel = "N",
      defaultValue = "500",
      description = "Players at once (default: ${DEFAULT-VALUE}).")
  private int players;

  @Option(
      names = "--hz",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Inputs and updates of each a second; the world's rate (default: ${DEFAULT-VALUE}).")
  private int hz;

  @Option(
      names = "--ports",
      paramLabel = "N",
      defaultValue = "4",
      description = "Pairs of Aeron ports, 1 to 16 (default: ${DEFAULT-VALUE}).")
  private int ports;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds of each (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "Measured in each round (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "5",
      description = "Played before that in each round (default: ${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Option(
      names = "--stock-driver",
      description = "Take one datagram a port and duty cycle, as Aeron does by itself.")
  private boolean stockDriver;

  @Mixin private ReportOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PlayersPlan plan =
        new PlayersPlan(players, hz, ports, rounds, seconds, warmUpSeconds, stockDriver);
    return ServerRun.measure(
        spec.commandLine().getOut(),
        options,
        PlayersReport.FIGURES,
        (folder, progress) -> new PlayersRun(plan, folder, progress));
  }
}
