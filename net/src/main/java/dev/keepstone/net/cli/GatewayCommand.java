package dev.keepstone.net.cli;

import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.server.GatewayProcess;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.net.server.ServerStartException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a gateway against a server until it is told to stop. */
@Command(
    name = "gateway",
    description = "Starts a gateway in a process of its own: players come in through it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The server must take gateways: keepstone serve --gateway-key FILE. Of the configuration file",
      "a gateway reads keepstone.net and the metrics port. It keeps nothing of a player: when it",
      "ends or dies, they go on through another gateway of the same server, within 30 s where they",
      "stood. Players pin its identity: copy the server's DATA/identity.key to its data folder",
      "before the first start, and all of them show the same one.",
      "Exit codes: 0 stopped in order, 1 not started, or a part of it died."
    })
final class GatewayCommand implements Callable<Integer> {
  @Option(
      names = "--world",
      paramLabel = "HOST:PORT",
      required = true,
      description = "The server's port for gateways (keepstone.server.gateways.port, 7790).")
  private String world;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "A copy of the server's gateway key (keepstone gateway-key).")
  private Path key;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "gateway",
      description = "Folder of this gateway alone, for its identity (default: ${DEFAULT-VALUE}).")
  private String data;

  @Mixin private ListenOptions listen;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> flags = listen.settings();
    flags.put("keepstone.server.data", data);
    try (GatewayProcess gateway = start(flags)) {
      gateway.describe().forEach(out::println);
      out.flush();
      gateway.awaitStopSignal();
      boolean inOrder = gateway.stop();
      out.println(
          inOrder
              ? "stopped: its players may come back through another gateway"
              : "stopped: a part of it had died, see the log");
      out.flush();
      return inOrder ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private GatewayProcess start(Map<String, Object> flags) {
    try {
      ServerAddress address = ServerAddress.parse(world);
      return GatewayProcess.start(
          ServerConfigReader.readGateway(listen.config(), flags),
          key,
          new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
    } catch (ServerStartException e) {
      throw new UserError(e.getMessage(), e);
    } catch (UnknownHostException e) {
      throw new UserError("--world: unknown host: address=" + world, e);
    } catch (IllegalArgumentException e) {
      throw new UserError("--world: " + e.getMessage(), e);
    }
  }
}
