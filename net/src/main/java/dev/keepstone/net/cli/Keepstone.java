package dev.keepstone.net.cli;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point of {@code keepstone.jar}. */
@Command(
    name = "keepstone",
    description = "An MMORPG server that keeps what players earn.",
    mixinStandardHelpOptions = true,
    versionProvider = Keepstone.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      GatewayCommand.class,
      GatewayKeyCommand.class,
      BotsCommand.class,
      PlayCommand.class,
      InspectCommand.class,
      ReplayCommand.class,
      StatusCommand.class,
      WorldCommand.class,
      QuarantineCommand.class,
      MigrateCommand.class,
      LeaderboardCommand.class,
      LedgerCommand.class,
      AccountCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 tried and failed (a line says why), 2 wrong command line.",
      "Every command has --help. Start with: keepstone serve"
    })
public final class Keepstone implements Runnable {
  /** As wide as the longest line that a command says below its options. */
  private static final int HELP_COLUMNS = 100;

  @Spec private CommandSpec spec;

  private Keepstone() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Keepstone())
        .setUsageHelpWidth(HELP_COLUMNS)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Keepstone::explain)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
  }

  /** A mistake of the user is one line; anything else is a bug of ours and shows where it is. */
  private static int explain(
      Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (exception instanceof UserError) {
      commandLine.getErr().println("keepstone: " + exception.getMessage());
    } else {
      LoggerFactory.getLogger(Keepstone.class)
          .error("this is a bug in Keepstone, please report it", exception);
    }
    return ExitCode.FAILED;
  }

  /** Tells the version that the jar's manifest carries. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"keepstone " + text()};
    }

    static String text() {
      String version = Keepstone.class.getPackage().getImplementationVersion();
      return version == null ? "(not packaged)" : version;
    }
  }
}
