package dev.keepstone.net.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.transport.PlayerChannels;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Random;

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

  /** A port that is free with those after it; somebody else may take one meanwhile, though. */
  public static int freePort() throws IOException {
    return freePort(PORT_PAIRS);
  }

  /**
   * A cookie port that is free with so many pairs of Aeron ports after it. Not from the range that
   * the machine gives to clients' sockets.
   */
  public static int freePort(int pairs) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Random random = new Random();
    for (int i = 0; i < 100; i++) {
      int port = 10_000 + 40 * random.nextInt(250);
      try {
        for (int next = port; next <= PlayerChannels.lastPort(port, pairs); next++) {
          new DatagramSocket(next, loopback).close();
        }
        return port;
      } catch (BindException e) {
        // One of them is taken.
      }
    }
    throw new IOException("no " + (1 + 2 * pairs) + " free ports in a row");
  }
}
