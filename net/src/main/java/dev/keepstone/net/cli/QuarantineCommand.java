package dev.keepstone.net.cli;

import dev.keepstone.net.server.tool.QuarantineTool;
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

/** Records that can't be played, and what an operator does about them. */
@Command(
    name = "quarantine",
    description = "Shows records that were put aside, and lets them in again.",
    mixinStandardHelpOptions = true,
    subcommands = {
      QuarantineCommand.ListCopies.class,
      QuarantineCommand.Show.class,
      QuarantineCommand.Restore.class
    },
    footer = {
      "",
      "A record that names an unknown zone or item, wears what can't be worn there or stacks too",
      "high is not played and not changed; a copy of it is kept for 7 days with the reasons."
    })
final class QuarantineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list, show or restore?");
  }

  /** Lists the copies. */
  @Command(
      name = "list",
      description = "Lists the copies, and what a login would find wrong with them today.",
      mixinStandardHelpOptions = true)
  static final class ListCopies implements Callable<Integer> {
    @Mixin private StoreOptions store;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      List<Map<String, Object>> copies = store.with(QuarantineTool::list);
      if (copies.isEmpty() && !json) {
        spec.commandLine().getOut().println("nothing is in quarantine");
      }
      new FieldPrinter(spec.commandLine().getOut(), json).printTable(copies);
      return ExitCode.OK;
    }
  }

  /** Shows one copy. */
  @Command(
      name = "show",
      description = "Shows one copy.",
      mixinStandardHelpOptions = true,
      footer = {"", "Exit codes: 0 shown, 1 there is no such copy."})
  static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "NAME|#ID", description = "Account name, or # and the player id.")
    private String player;

    @Mixin private StoreOptions store;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Map<String, Object> copy = store.with(config -> QuarantineTool.show(config, player));
      new FieldPrinter(spec.commandLine().getOut(), json).print(copy);
      return ExitCode.OK;
    }
  }

  /** Lets a player in again. */
  @Command(
      name = "restore",
      description = "Makes a copy the record again, where that can do no harm.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Refused while a login would refuse the copy, while the player plays, and when the record",
        "was written since it was copied.",
        "Exit codes: 0 the player can log in, 1 nothing was changed: a line says why."
      })
  static final class Restore implements Callable<Integer> {
    @Parameters(paramLabel = "NAME|#ID", description = "Account name, or # and the player id.")
    private String player;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      QuarantineTool.Restored restored =
          store.with(config -> QuarantineTool.restore(config, player));
      if (!restored.done()) {
        throw new UserError("not restored: player=" + player + ": " + restored.text());
      }
      spec.commandLine().getOut().println("restored: player=" + player + ": " + restored.text());
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }
}
