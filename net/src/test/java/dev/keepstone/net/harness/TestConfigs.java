package dev.keepstone.net.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.net.gateway.GatewayConfig;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** The shipped settings with light password hashing, and free ports. */
public final class TestConfigs {
  private static final String LIGHT = "password { memory-kib = 64, iterations = 1, threads = 2 }\n";

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

  /** A port that is free with the one after it; somebody else may take it meanwhile, though. */
  public static int freePort() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < 100; i++) {
      try (DatagramSocket first = new DatagramSocket(0, loopback)) {
        int port = first.getLocalPort();
        if (port < 65_535) {
          new DatagramSocket(port + 1, loopback).close();
          return port;
        }
      } catch (java.net.BindException e) {
        // The second of the two is taken.
      }
    }
    throw new IOException("no two free ports in a row");
  }
}
