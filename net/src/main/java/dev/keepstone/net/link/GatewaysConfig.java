package dev.keepstone.net.link;

import com.typesafe.config.Config;
import dev.keepstone.net.transport.PlayerChannels;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether and where a server takes gateways that run as processes of their own; see {@code
 * keepstone.server.gateways} in {@code config/keepstone.conf}.
 *
 * @param keyFile that server and gateways share; null: it takes none
 * @param port UDP, for the handshake; the two Aeron ports come right after it
 * @param max gateways at once
 */
public record GatewaysConfig(@Nullable Path keyFile, String host, int port, int max) {
  private static final int MAX_GATEWAYS = 64;

  public GatewaysConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("keepstone.server.gateways.host is empty");
    }
    check("port", port, 1, PlayerChannels.MAX_PORT - 2);
    check("max", max, 1, MAX_GATEWAYS);
  }

  /** Reads {@code keepstone.server.gateways}. */
  public static GatewaysConfig from(Config gateways) {
    String keyFile = gateways.getString("key-file");
    return new GatewaysConfig(
        keyFile.isEmpty() ? null : Path.of(keyFile),
        gateways.getString("host"),
        gateways.getInt("port"),
        gateways.getInt("max"));
  }

  /** How many of the world's outboxes are theirs. */
  public int outboxes() {
    return keyFile == null ? 0 : max;
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "keepstone.server.gateways: " + name + "=" + value + ": must be " + min + " to " + max);
    }
  }
}
