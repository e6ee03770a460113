package dev.keepstone.net.cli;

import dev.keepstone.net.server.tool.PlayerInspection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is stored. */
@Command(
    name = "inspect",
    description = "Shows what the store holds, without changing it.",
    mixinStandardHelpOptions = true,
    subcommands = InspectCommand.Player.class)
final class InspectCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(spec.commandLine(), "Inspect what?");
  }

  /** Shows players. */
  @Command(
      name = "player",
      description = "Decodes the stored records of players.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Works beside a running server: it joins the Redis of the data folder. Where none runs, it",
        "starts the one of the folder and stops it again.",
        "Exit codes: 0 all found and intact, 1 otherwise."
      })
  static final class Player implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Account names.")
    private List<String> names;

    @Mixin private StoreOptions store;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      List<PlayerInspection.Result> results =
          store.with(config -> PlayerInspection.inspect(config, names));
      boolean good = true;
      for (PlayerInspection.Result result : results) {
        print(result);
        good &= result.found() && result.intact();
      }
      return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(PlayerInspection.Result result) {
      if (!result.found() && !json) {
        spec.commandLine()
            .getErr()
            .println("keepstone: there is no account with this name: name=" + result.name());
        return;
      }
      new FieldPrinter(spec.commandLine().getOut(), json).print(result.fields());
      if (!json) {
        spec.commandLine().getOut().println();
        spec.commandLine().getOut().flush();
      }
    }
  }
}
