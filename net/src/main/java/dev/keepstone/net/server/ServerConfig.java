package dev.keepstone.net.server;

import com.typesafe.config.Config;
import dev.keepstone.ecs.content.ContentSource;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.replay.ContentFingerprint;
import dev.keepstone.ecs.world.WorldConfig;
import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.link.GatewaysConfig;
import dev.keepstone.persistence.config.PersistenceConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Everything that a server is started with, checked.
 *
 * @param dataFolder absolute: identity, Aeron directory, and the embedded Redis
 * @param redisConf text of {@code redis.conf}, for the embedded Redis
 * @param stopTimeoutMs how long a stop waits until everybody is saved
 * @param metrics where metrics are served
 * @param gateways in processes of their own
 * @param gateway the one in this process
 * @param contentFingerprint of the texts that {@code content} was read from
 */
public record ServerConfig(
    Path dataFolder,
    StoreChoice store,
    String redisConf,
    long stopTimeoutMs,
    MetricsConfig metrics,
    RecordingConfig recording,
    GatewaysConfig gateways,
    GatewayConfig gateway,
    WorldConfig world,
    PersistenceConfig persistence,
    WorldContent content,
    String contentFingerprint) {

  public ServerConfig {
    if (stopTimeoutMs < 1) {
      throw new IllegalArgumentException(
          "keepstone.server.stop-timeout=" + stopTimeoutMs + "ms: must be positive");
    }
  }

  /** Where the ledger's old entries go. */
  public Path ledgerFolder() {
    return dataFolder.resolve("ledger");
  }

  /**
   * Reads a complete configuration.
   *
   * @param root with {@code keepstone} in it
   * @param redisConf text that the embedded Redis is set up from
   * @throws com.typesafe.config.ConfigException naming key and file
   * @throws IllegalArgumentException when a value is out of its range
   */
  static ServerConfig of(
      Config root,
      String redisConf,
      List<ContentSource> maps,
      ContentSource creatures,
      ContentSource items,
      ContentSource shops) {
    Config server = root.getConfig("keepstone.server");
    return new ServerConfig(
        Path.of(server.getString("data")).toAbsolutePath().normalize(),
        StoreChoice.parse(server.getString("store")),
        redisConf,
        server.getDuration("stop-timeout", TimeUnit.MILLISECONDS),
        MetricsConfig.from(server),
        RecordingConfig.from(server),
        GatewaysConfig.from(server.getConfig("gateways")),
        GatewayConfig.from(root.getConfig("keepstone.net")),
        WorldConfig.from(root.getConfig("keepstone.ecs")),
        PersistenceConfig.of(root),
        WorldContent.read(maps, creatures, items, shops),
        ContentFingerprint.of(maps, creatures, items, shops));
  }
}
