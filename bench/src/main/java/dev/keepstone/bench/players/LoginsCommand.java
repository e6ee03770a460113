package dev.keepstone.bench.players;

import dev.keepstone.bench.load.ReportOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast everybody gets in again after a restart. */
@Command(
    name = "logins",
    description = "Lets all players log in at once after a restart of their server.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Starts a server with its own Redis and the password hashing that it ships with, in a process",
      "of its own. Everybody registers and leaves; the server is started anew; then all log in, as",
      "fast as it takes them, and stay. Who is refused waits as long as the server says, and up to",
      "half as long again. A login's time runs from its player's first datagram until it is in the",
      "world. Ticks are as the server counts them, from its start on. Needs Linux, for /proc.",
      "Exit codes: 0 all are in and everything required is met, 1 not so, 2 the command line is",
      "wrong."
    })
public final class LoginsCommand implements Callable<Integer> {
  @Option(
      names = "--players",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Who want in (default: ${DEFAULT-VALUE}).")
  private int players;

  @Option(
      names = "--connecting",
      paramLabel = "N",
      defaultValue = "64",
      description = "Who connect at the same time (default: ${DEFAULT-VALUE}).")
  private int connecting;

  @Option(
      names = "--hz",
      paramLabel = "N",
      defaultValue = "20",
      description = "Ticks, and updates of each player, a second (default: ${DEFAULT-VALUE}).")
  private int hz;

  @Option(
      names = "--ports",
      paramLabel = "N",
      defaultValue = "4",
      description = "Pairs of Aeron ports, 1 to 16 (default: ${DEFAULT-VALUE}).")
  private int ports;

  @Option(
      names = "--limit",
      paramLabel = "S",
      defaultValue = "120",
      description = "Who is not in by then never is (default: ${DEFAULT-VALUE}).")
  private int limitSeconds;

  @Mixin private ReportOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LoginsPlan plan = new LoginsPlan(players, connecting, hz, ports, limitSeconds);
    return ServerRun.measure(
        spec.commandLine().getOut(),
        options,
        LoginsReport.FIGURES,
        (folder, progress) -> new LoginsRun(plan, folder, progress));
  }
}
