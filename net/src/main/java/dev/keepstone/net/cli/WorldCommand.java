package dev.keepstone.net.cli;

import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.net.server.WorldAdoption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an operator says about the world as a whole. */
@Command(
    name = "world",
    description = "Says which world a data folder and a store belong to.",
    mixinStandardHelpOptions = true,
    subcommands = WorldCommand.Adopt.class)
final class WorldCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(spec.commandLine(), "What about the world?");
  }

  /** Takes a store for the world of a data folder. */
  @Command(
      name = "adopt",
      description = "Takes the store as it is for the world of this data folder.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "For a store that serve refuses although you are sure that it is the right one: it gets a",
        "world id if it has none, the counter of player ids is raised to the highest id there is,",
        "and the data folder remembers that world. No record is changed. The server must be down.",
        "Exit codes: 0 done, 1 not done: a line says why."
      })
  static final class Adopt implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: data).")
    private @Nullable String data;

    @Option(
        names = "--store",
        paramLabel = "URI",
        description = "An external Redis, redis://..., instead of the data folder's.")
    private @Nullable String store;

    @Option(names = "--config", paramLabel = "FILE", description = "The server's configuration.")
    private @Nullable Path config;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Map<String, Object> flags = new LinkedHashMap<>();
      if (data != null) {
        flags.put("keepstone.server.data", data);
      }
      if (store != null) {
        flags.put("keepstone.server.store", store);
      }
      try {
        String done = WorldAdoption.adopt(ServerConfigReader.read(config, flags));
        spec.commandLine().getOut().println("adopted: " + done);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
      } catch (ServerStartException e) {
        throw new UserError(e.getMessage(), e);
      }
    }
  }
}
