package dev.keepstone.net.cli;

import dev.keepstone.ecs.content.Place;
import dev.keepstone.net.bot.BotConfig;
import dev.keepstone.net.bot.BotLedger;
import dev.keepstone.net.bot.BotMode;
import dev.keepstone.net.bot.BotReport;
import dev.keepstone.net.bot.BotSwarm;
import dev.keepstone.net.bot.OperationReport;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.client.TrustForThisRun;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.net.server.ServerStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Players without people, as a load and as a check. */
@Command(
    name = "bots",
    description = "Lets bots register or log in, play, and tells what they saw.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The same seed gives the same names, so a second run logs the same bots in again. Without",
      "--server-key the server's key is trusted on first use, for this run only.",
      "Exit codes: 0 every bot got in and none was dropped, 1 otherwise."
    })
final class BotsCommand implements Callable<Integer> {
  private static final int MAX_PROBLEMS_SHOWN = 5;

  @Mixin private ServerOption server;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      description = "How long they play, counted from the last bot in (default: ${DEFAULT-VALUE}).")
  private long seconds;

  @Option(
      names = "--seed",
      paramLabel = "X",
      defaultValue = "1",
      description = "Names and decisions follow from it, 0 to 46655 (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Option(
      names = "--enter-timeout",
      paramLabel = "S",
      defaultValue = "60",
      description = "How long a bot may try to get in (default: ${DEFAULT-VALUE}).")
  private int enterTimeoutSeconds;

  @Option(
      names = "--mode",
      paramLabel = "walk|economy",
      defaultValue = "walk",
      description =
          "walk: they walk and talk. economy: they also take, drop, wear, bank, buy, sell and trade"
              + " (default: ${DEFAULT-VALUE}).")
  private BotMode mode;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The server's configuration, for economy: where banks and shops are, if not on the map"
              + " that is shipped.")
  private @Nullable Path serverConfig;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description =
          "Append what the server acknowledged to whom, on disk at once, and end older sessions of"
              + " the same bots: for bots that are killed and started again.")
  private @Nullable Path ledger;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the whole report there.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    BotConfig config;
    try {
      config = new BotConfig(count, seconds, seed, enterTimeoutSeconds, mode, places());
    } catch (IllegalArgumentException e) {
      throw new UserError(e.getMessage());
    } catch (ServerStartException e) {
      throw new UserError(e.getMessage(), e);
    }
    ServerKeyCheck keys = server.pinnedKey().orElseGet(TrustForThisRun::new);
    ProgressLine line = new ProgressLine(out);
    BotReport report;
    try (ClientDriver driver = new ClientDriver();
        BotLedger kept = ledger == null ? null : BotLedger.append(ledger)) {
      report =
          new BotSwarm(
                  config,
                  handler -> server.connect(driver, keys, handler),
                  () -> false,
                  (phase, playing, failed, left) ->
                      line.show(
                          String.format(
                              Locale.ROOT,
                              "%-8s %d of %d in, %d failed%s",
                              phase.name().toLowerCase(Locale.ROOT),
                              playing,
                              config.count(),
                              failed,
                              phase == BotSwarm.Phase.PLAYING ? ", " + left + " s left" : "")),
                  kept)
              .run();
    } catch (IOException | UncheckedIOException e) {
      throw new UserError("can't be written: --ledger " + ledger + ": " + e.getMessage(), e);
    }
    line.end();
    print(report, mode, out);
    write(report);
    return report.isClean() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Where newcomers appear: bots stay there. */
  private List<Place> places() {
    return mode == BotMode.WALK
        ? List.of()
        : ServerConfigReader.read(serverConfig, Map.of()).content().zones().spawnZone().places();
  }

  private static void print(OperationReport operations, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "operations   %d sent, %d saved, %d unanswered, %d trades%n",
        operations.sent(),
        operations.saved(),
        operations.unanswered(),
        operations.trades());
    new TreeMap<>(operations.refused())
        .forEach((reason, count) -> out.printf(Locale.ROOT, "refused      %d %s%n", count, reason));
    out.printf(
        Locale.ROOT,
        "saving       p50 %.1f ms, p99 %.1f ms until saved%n",
        operations.savingToSavedP50Us() / 1e3,
        operations.savingToSavedP99Us() / 1e3);
  }

  private static void print(BotReport report, BotMode mode, PrintWriter out) {
    out.printf(Locale.ROOT, "logins       %d of %d%n", report.logins(), report.asked());
    out.printf(Locale.ROOT, "moves        %d%n", report.moves());
    out.printf(Locale.ROOT, "updates      %d%n", report.updates());
    out.printf(
        Locale.ROOT,
        "round trip   p50 %.1f ms, p99 %.1f ms%n",
        report.roundTripP50Us() / 1e3,
        report.roundTripP99Us() / 1e3);
    out.printf(
        Locale.ROOT,
        "disconnects  %d for good, %d came back%n",
        report.dropped(),
        report.operations().comebacks());
    out.printf(Locale.ROOT, "saved        %d at the end, as the server said%n", report.saved());
    if (mode == BotMode.ECONOMY) {
      print(report.operations(), out);
    }
    int shown = Math.min(MAX_PROBLEMS_SHOWN, report.problems().size());
    report.problems().subList(0, shown).forEach(problem -> out.println("problem      " + problem));
    if (report.problems().size() > shown) {
      out.println(
          "             and " + (report.problems().size() - shown) + " more (--json tells)");
    }
    out.flush();
  }

  private void write(BotReport report) {
    if (json == null) {
      return;
    }
    try {
      Files.writeString(json, report.toJson() + System.lineSeparator());
    } catch (IOException e) {
      throw new UserError("cannot write the report: file=" + json + " reason=" + e.getMessage(), e);
    }
  }
}
