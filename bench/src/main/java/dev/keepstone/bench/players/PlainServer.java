package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The least that a server could do for the same load: one thread and one socket that takes what
 * comes, and each tick sends every player a datagram that names the newest input. No seal, no
 * world, no retransmission, and as long a sleep when idle as the media driver's.
 */
final class PlainServer implements AutoCloseable {
  private static final long REST_NS = 1_000_000;
  private static final long JOIN_MS = 5_000;

  private final DatagramChannel channel;
  private final long intervalNs;
  private final int updateBytes;
  private final @Nullable SocketAddress[] addresses;
  private final int[] newest;
  private final ByteBuffer in = ByteBuffer.allocateDirect(PlainUdp.MAX_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(PlainUdp.MAX_BYTES);
  private final Thread thread = new Thread(this::serve, "plain-udp");
  private volatile boolean over;
  private volatile @Nullable IOException fault;

  /** Starts it on a free port of loopback. */
  PlainServer(PlayersPlan plan, int updateBytes) {
    intervalNs = plan.intervalNs();
    this.updateBytes =
        Math.min(PlainUdp.MAX_BYTES, Math.max(PlainUdp.MIN_UPDATE_BYTES, updateBytes));
    addresses = new SocketAddress[plan.players()];
    newest = new int[plan.players()];
    try {
      channel = DatagramChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, PlainUdp.SOCKET_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, PlainUdp.SOCKET_BUFFER_BYTES);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
    } catch (IOException e) {
      throw new LoadException("the plain UDP server can't listen: " + e, e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    try {
      return (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processor time of its thread so far. */
  long cpuNs() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.getThreadCpuTime(thread.getId());
  }

  private void serve() {
    try {
      long nextTickNs = System.nanoTime();
      while (!over) {
        int work = receive();
        long nowNs = System.nanoTime();
        if (nowNs - nextTickNs >= 0) {
          nextTickNs += Math.max(1, (nowNs - nextTickNs) / intervalNs) * intervalNs;
          tellEverybody();
          work++;
        }
        if (work == 0) {
          LockSupport.parkNanos(REST_NS);
        }
      }
    } catch (IOException e) {
      fault = e;
    }
  }

  private int receive() throws IOException {
    int received = 0;
    SocketAddress source;
    while ((source = channel.receive(in.clear())) != null) {
      int player =
          in.flip().limit() < PlainUdp.INPUT_BYTES ? -1 : in.getInt(PlainUdp.PLAYER_OFFSET);
      if (player >= 0 && player < addresses.length) {
        addresses[player] = source;
        newest[player] = in.getInt(PlainUdp.SEQUENCE_OFFSET);
      }
      received++;
    }
    return received;
  }

  private void tellEverybody() throws IOException {
    for (int player = 0; player < addresses.length; player++) {
      SocketAddress address = addresses[player];
      if (address != null) {
        out.clear().limit(updateBytes);
        out.putInt(PlainUdp.ACKED_OFFSET, newest[player]);
        channel.send(out, address);
      }
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join(JOIN_MS);
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IOException seen = fault;
    if (seen != null) {
      throw new LoadException("the plain UDP server has failed: " + seen, seen);
    }
  }
}
