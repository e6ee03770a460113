package dev.keepstone.net.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.net.gateway.GatewayConfig;

/** The shipped settings with light password hashing, and free ports. */
public final class TestConfigs {
  /** Fewer ports than a real server has are free in a row more often. */
  private static final int PORT_PAIRS = 2;

  private static final String LIGHT =
      "password { memory-kib = 64, iterations = 1, threads = 2 }\nport-pairs = "
          + PORT_PAIRS
          + "\n";

  private TestConfigs() {}

  /** The shipped settings with some keys of {@code keepstone.net} replaced. */
  public static GatewayConfig gateway(String overrides) {
    Config net =
        ConfigFactory.parseString(overrides)
            .withFallback(ConfigFactory.parseString(LIGHT))
            .withFallback(
                ConfigFactory.parseResources("config/keepstone.conf").getConfig("keepstone.net"));
    return GatewayConfig.from(net);
  }

  /** A cookie port that is free with the pairs of Aeron ports after it. */
  public static int freePort() {
    return FreePorts.forServer(PORT_PAIRS);
  }
}
