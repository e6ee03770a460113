package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.net.transport.PlayerChannels;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Ports of loopback that nobody uses now. Each block is handed out once: a listener stands on the
 * TCP port that has the number of the cookie port until this JVM ends, so that another run beside
 * it does not take a block whose server still starts, or starts again. Any thread.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int SPREAD = 300;
  private static final int STEP = 40;
  private static final int TRIES = 1_000;
  private static final int METRICS_AFTER = 3;

  private static final List<ServerSocket> HELD = new ArrayList<>();

  private Ports() {}

  /**
   * A cookie port for a server: it and the pairs of Aeron ports after it are free for UDP, the
   * third after it for TCP.
   */
  public static synchronized int forServer(int pairs) {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + STEP * random.nextInt(SPREAD);
      if (hold(port)
          && areFreeUdp(port, PlayerChannels.lastPort(port, pairs))
          && isFreeTcp(port + METRICS_AFTER)) {
        return port;
      }
    }
    throw new LoadException("no free ports between " + FIRST + " and " + (FIRST + STEP * SPREAD));
  }

  private static boolean hold(int port) {
    try {
      HELD.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean areFreeUdp(int first, int last) {
    for (int port = first; port <= last; port++) {
      if (!isFreeUdp(port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFreeUdp(int port) {
    try (DatagramSocket socket = new DatagramSocket(null)) {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFreeTcp(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
