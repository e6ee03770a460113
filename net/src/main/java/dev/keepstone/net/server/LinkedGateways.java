package dev.keepstone.net.server;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.link.GatewayLinks;
import dev.keepstone.net.link.GatewaysConfig;
import dev.keepstone.net.link.LinkCounters;
import dev.keepstone.net.seal.LinkKeyFile;
import dev.keepstone.net.transport.DriverSettings;
import dev.keepstone.net.transport.PlayerPasses;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What a server needs for gateways in processes of their own: a media driver of its own, so that
 * neither players nor gateways wait for the other, and the agent of the links.
 */
final class LinkedGateways {
  private final GatewaysConfig config;
  private final GatewayLinks links;
  private final LinkCounters counters = new LinkCounters();

  /**
   * Opens the ports; blocks until they are bound.
   *
   * @param worldInbox takes from any thread
   * @param opened owns all that is opened here but the agent
   * @throws dev.keepstone.net.seal.IdentityException when the key cannot be used
   * @throws dev.keepstone.net.gateway.TransportException when a port is in use
   */
  LinkedGateways(
      ServerConfig server,
      Outbox worldInbox,
      AccountDesk desk,
      SecureRandom random,
      CloseStack opened,
      Runnable onFatal) {
    config = server.gateways();
    byte[] key = LinkKeyFile.load(Objects.requireNonNull(config.keyFile()));
    PlayerPasses passes = new PlayerPasses(config.max(), SystemNanoClock.INSTANCE);
    Path folder = server.dataFolder().resolve("aeron-link");
    MediaDriver driver =
        opened.add(
            MediaDriver.launch(
                DriverSettings.links(
                    folder.toString(), FaultReporter.ofDriver("link driver", onFatal), passes)));
    Aeron aeron = opened.add(AeronClients.connect(driver, onFatal));
    links =
        new GatewayLinks(
            config,
            key,
            server.gateway().gatewayNumber() + 1,
            aeron,
            passes,
            worldInbox,
            desk,
            random,
            SystemNanoClock.INSTANCE,
            counters);
    Arrays.fill(key, (byte) 0);
  }

  GatewayLinks links() {
    return links;
  }

  LinkCounters counters() {
    return counters;
  }

  /** For an operator, a line. */
  String describe() {
    return "gateways  "
        + config.host()
        + ":"
        + config.port()
        + " (UDP), then Aeron on the two ports after it; at most "
        + config.max()
        + ", with a copy of "
        + ServerPaths.shown(Objects.requireNonNull(config.keyFile()));
  }
}
