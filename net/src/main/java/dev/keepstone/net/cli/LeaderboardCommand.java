package dev.keepstone.net.cli;

import dev.keepstone.net.server.tool.LeaderboardTool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Leaderboards, for people and programs. */
@Command(
    name = "leaderboard",
    description = "Shows who leads, and counts anew.",
    mixinStandardHelpOptions = true,
    subcommands = {LeaderboardCommand.Show.class, LeaderboardCommand.Rebuild.class})
final class LeaderboardCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "show or rebuild?");
  }

  /** Shows one board. */
  @Command(
      name = "show",
      description = "Shows the first of a board; among equals the lower id comes first.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "BOARD", description = "xp, level or deaths.")
    private String board;

    @Option(
        names = "--top",
        paramLabel = "N",
        defaultValue = "10",
        description = "How many (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      if (top < 1) {
        throw new ParameterException(spec.commandLine(), "--top=" + top + ": must be positive");
      }
      List<Map<String, Object>> lines =
          store.with(config -> LeaderboardTool.top(config, board, top));
      if (lines.isEmpty() && !json) {
        spec.commandLine().getOut().println("nobody is on this board yet");
      }
      new FieldPrinter(spec.commandLine().getOut(), json).printTable(lines);
      return ExitCode.OK;
    }
  }

  /** Makes the boards anew. */
  @Command(
      name = "rebuild",
      description = "Makes all boards anew from the records.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Works beside a running server: whoever is saved meanwhile appears with his next save.",
        "Exit codes: 0 done, 1 some records could not be read and were left out."
      })
  static final class Rebuild implements Callable<Integer> {
    @Option(names = "--json", description = "The result as one JSON object.")
    private boolean json;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Map<String, Object> result =
          store.walk(spec.commandLine().getErr(), LeaderboardTool::rebuild);
      new FieldPrinter(spec.commandLine().getOut(), json).print(result);
      return Long.valueOf(0).equals(result.get("unreadable")) ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
