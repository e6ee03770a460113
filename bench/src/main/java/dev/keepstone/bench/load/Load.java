package dev.keepstone.bench.load;

import dev.keepstone.bench.crash.CrashCommand;
import dev.keepstone.bench.link.LinkCommand;
import dev.keepstone.bench.players.ForgeCommand;
import dev.keepstone.bench.players.LoginsCommand;
import dev.keepstone.bench.players.PlayersCommand;
import dev.keepstone.bench.proxy.ProxyCommand;
import dev.keepstone.bench.soak.SoakCommand;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point of {@code load.jar}. */
@Command(
    name = "load",
    description = "Measures what store and server can take, and breaks things to see what is kept.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FlushCommand.class,
      CommitCommand.class,
      ProxyCommand.class,
      CrashCommand.class,
      SimulateCommand.class,
      SoakCommand.class,
      PlayersCommand.class,
      ForgeCommand.class,
      LoginsCommand.class,
      LinkCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Load implements Runnable {
  private static final int FAILED = 1;

  /** As wide as the longest line that a command says below its options. */
  private static final int HELP_COLUMNS = 100;

  @Spec private CommandSpec spec;

  private Load() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Load())
        .setUsageHelpWidth(HELP_COLUMNS)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Load::explain);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
  }

  /** A run that could not be is one line; anything else is a bug of ours and shows where it is. */
  private static int explain(
      Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (exception instanceof LoadException
        || exception instanceof dev.keepstone.persistence.store.StoreException
        || exception instanceof dev.keepstone.net.server.ServerStartException) {
      commandLine.getErr().println("load: " + exception.getMessage());
    } else {
      LoggerFactory.getLogger(Load.class).error("this is a bug of Keepstone", exception);
    }
    commandLine.getErr().flush();
    return FAILED;
  }
}
