package dev.keepstone.net.cli;

import dev.keepstone.net.bot.BotConfig;
import dev.keepstone.net.bot.BotSwarm;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.server.Server;
import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.net.server.ServerStartException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
    name = "serve",
    description = "Starts the server: store, media driver, world, gateway.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Settings: flags win over environment (CONFIG_FORCE_keepstone_...), environment over the",
      "configuration file, the file over what the jar carries (docs/configuration.md).",
      "Ctrl-C or SIGTERM saves everybody, waits for the store, and stops.",
      "Exit codes: 0 everything is saved, 1 not started, or not everything was saved."
    })
final class ServeCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: data).")
  private @Nullable String data;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = "embedded, memory (nothing is kept) or redis://... (default: embedded).")
  private @Nullable String store;

  @Option(
      names = "--gateway-key",
      paramLabel = "FILE",
      description =
          "Take gateways in processes of their own that have a copy of this key (default: none).")
  private @Nullable String gatewayKey;

  @Option(
      names = "--gateway-port",
      paramLabel = "P",
      description =
          "UDP port for them, with the two after it (default: 7790; --host is for players only).")
  private @Nullable Integer gatewayPort;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Write down all that the world hears, for keepstone replay (default: off).")
  private @Nullable String record;

  @Option(
      names = "--bots",
      paramLabel = "N",
      defaultValue = "0",
      description = "Let N bots walk around, so that a newcomer meets somebody.")
  private int bots;

  @Mixin private ListenOptions listen;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> flags = listen.settings();
    ListenOptions.put(flags, "keepstone.server.data", data);
    ListenOptions.put(flags, "keepstone.server.store", store);
    ListenOptions.put(flags, "keepstone.server.record", record);
    ListenOptions.put(flags, "keepstone.server.gateways.key-file", gatewayKey);
    ListenOptions.put(flags, "keepstone.server.gateways.port", gatewayPort);
    BotConfig botConfig = botConfig();
    AtomicBoolean stopBots = new AtomicBoolean();
    try (Server server = start(flags)) {
      server.describe().forEach(out::println);
      out.flush();
      Thread crowd = botConfig == null ? null : startBots(server, botConfig, stopBots);
      server.awaitStopSignal();
      out.println("stopping: saving everybody (this may take a moment)");
      out.flush();
      stopBots.set(true);
      boolean saved = server.stop();
      if (crowd != null) {
        crowd.join(5_000);
      }
      out.println(saved ? "stopped: everything is saved" : "stopped: NOT everything was saved");
      out.flush();
      return saved ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private Server start(Map<String, Object> flags) {
    try {
      ServerConfig settings = ServerConfigReader.read(listen.config(), flags);
      return Server.start(settings);
    } catch (ServerStartException e) {
      throw new UserError(e.getMessage(), e);
    }
  }

  private @Nullable BotConfig botConfig() {
    if (bots == 0) {
      return null;
    }
    try {
      return new BotConfig(bots, BotConfig.FOREVER, 0, 60);
    } catch (IllegalArgumentException e) {
      throw new UserError("--bots: " + e.getMessage());
    }
  }

  /** The bots are players like any other: they come in through the gateway, with a pinned key. */
  private static Thread startBots(Server server, BotConfig config, AtomicBoolean stop) {
    Thread thread =
        new Thread(
            () -> {
              ServerKeyCheck keys = ServerKeyCheck.pinned(server.fingerprint());
              ServerAddress address = ServerAddress.parse(server.address());
              try (ClientDriver driver = new ClientDriver()) {
                new BotSwarm(
                        config,
                        handler ->
                            new GameClient(driver, address, keys, handler, ClientConfig.DEFAULT),
                        stop::get,
                        (phase, playing, failed, left) -> {})
                    .run();
              }
            },
            "bots");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
