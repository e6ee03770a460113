package dev.keepstone.net.cli;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.keepstone.net.server.PlayerInspection;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.net.server.ServerStartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: data).")
    private @Nullable String data;

    @Option(
        names = "--store",
        paramLabel = "URI",
        description = "An external Redis, redis://..., instead of the data folder's.")
    private @Nullable String store;

    @Option(names = "--config", paramLabel = "FILE", description = "The server's configuration.")
    private @Nullable Path config;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

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
      List<PlayerInspection.Result> results;
      try {
        results = PlayerInspection.inspect(ServerConfigReader.read(config, flags), names);
      } catch (ServerStartException e) {
        throw new UserError(e.getMessage(), e);
      }
      boolean good = true;
      for (PlayerInspection.Result result : results) {
        print(result);
        good &= result.found() && result.intact();
      }
      return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(PlayerInspection.Result result) {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(
            ConfigValueFactory.fromMap(result.fields())
                .render(ConfigRenderOptions.concise().setJson(true)));
      } else if (!result.found()) {
        spec.commandLine()
            .getErr()
            .println("keepstone: there is no account with this name: name=" + result.name());
      } else {
        result.fields().forEach((field, value) -> out.printf("%-17s %s%n", field, value));
        out.println();
      }
      out.flush();
    }
  }
}
