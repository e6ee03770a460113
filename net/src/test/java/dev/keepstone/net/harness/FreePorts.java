package dev.keepstone.net.harness;

import dev.keepstone.net.transport.PlayerChannels;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * UDP ports of loopback for servers of tests. Each block is handed out once: beside it a listener
 * stands on the TCP port of the same number until this JVM ends, so that a test in another JVM does
 * not take a block whose server still starts, or starts again. Any thread.
 */
public final class FreePorts {
  /** Below what Linux gives to clients' sockets. */
  private static final int FIRST = 10_000;

  private static final int LAST = 30_000;

  /** More than the ports of a server with 16 pairs. */
  private static final int BLOCK = 40;

  private static final int TRIES = 1_000;

  private static final List<ServerSocket> HELD = new ArrayList<>();

  private FreePorts() {}

  /** A cookie port that is free with so many pairs of Aeron ports after it. */
  public static synchronized int forServer(int pairs) {
    Random random = new Random();
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + BLOCK * random.nextInt((LAST - FIRST) / BLOCK);
      if (hold(port) && areFree(port, PlayerChannels.lastPort(port, pairs))) {
        return port;
      }
    }
    throw new IllegalStateException("no free UDP ports between " + FIRST + " and " + LAST);
  }

  private static boolean hold(int port) {
    try {
      HELD.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean areFree(int first, int last) {
    for (int port = first; port <= last; port++) {
      try (DatagramSocket socket = new DatagramSocket(null)) {
        socket.setReuseAddress(false);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
