package dev.keepstone.net.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/**
 * Where metrics are served.
 *
 * @param isChosen a port was named, so it must be free; else the one that goes with the player port
 *     is tried
 * @param port TCP; 0: nowhere. Means nothing unless it was chosen
 */
public record MetricsConfig(boolean isChosen, int port) {
  private static final String KEY = "metrics-port";
  private static final int PORTS_AFTER_PLAYERS = 3;
  private static final int MAX_PORT = 65_535;

  static MetricsConfig from(Config server) {
    if (server.getString(KEY).equals("auto")) {
      return new MetricsConfig(false, 0);
    }
    int port = server.getInt(KEY);
    if (port < 0 || port > MAX_PORT) {
      throw new ConfigException.BadValue(
          "keepstone.server." + KEY, "is " + port + "; use auto, or 0 to " + MAX_PORT);
    }
    return new MetricsConfig(true, port);
  }

  /** The TCP port beside that UDP port of players; 0: nowhere. */
  int portFor(int playerPort) {
    if (isChosen) {
      return port;
    }
    int beside = playerPort + PORTS_AFTER_PLAYERS;
    return beside > MAX_PORT ? 0 : beside;
  }
}
