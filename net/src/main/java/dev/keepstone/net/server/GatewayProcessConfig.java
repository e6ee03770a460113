package dev.keepstone.net.server;

import com.typesafe.config.Config;
import dev.keepstone.net.gateway.GatewayConfig;
import java.nio.file.Path;

/**
 * Everything that a gateway in a process of its own is started with, checked.
 *
 * @param dataFolder absolute: the identity that players pin, and the Aeron directories
 * @param minFreeBytes that the folder's disk must have
 */
public record GatewayProcessConfig(
    Path dataFolder, long minFreeBytes, MetricsConfig metrics, GatewayConfig gateway) {

  static GatewayProcessConfig of(Config root) {
    Config server = root.getConfig("keepstone.server");
    return new GatewayProcessConfig(
        Path.of(server.getString("data")).toAbsolutePath().normalize(),
        root.getMemorySize("keepstone.persistence.embedded.min-free").toBytes(),
        MetricsConfig.from(server),
        GatewayConfig.from(root.getConfig("keepstone.net")));
  }
}
