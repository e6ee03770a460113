package dev.keepstone.net.harness;

import dev.keepstone.net.transport.PlayerChannels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * A bad line between players and a server, as behind a home router: the relay has as many ports as
 * the server, and gives each socket of a player one of its own towards the server, so that either
 * side sees sources that stay the same. What goes through, either way, is lost, doubled, delayed
 * and overtaken.
 *
 * <pre>
 *  player's socket --&gt;  relay port + i   |  a socket for this player's one  --&gt;  server port + i
 * </pre>
 *
 * <p>A thread of its own; the dice are seeded, the order in which datagrams come is not.
 */
public final class LossyRelay implements AutoCloseable {
  private static final int MAX_DATAGRAM_BYTES = 64 * 1024;

  /** More would be another fault than a bad line: what is over is lost. */
  private static final int MAX_WAITING = 100_000;

  private static final int MS_PER_WAIT = 5;

  private final Weather weather;
  private final Random dice;
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final Selector selector;
  private final List<Port> ports = new ArrayList<>();
  private final PriorityQueue<Datagram> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Datagram::dueNs));
  private final ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong doubled = new AtomicLong();
  private final Thread thread;
  private volatile boolean isClosed;

  /**
   * What happens to a datagram, each way.
   *
   * @param lossPercent of all
   * @param twicePercent of those that are not lost
   * @param delayMs on average
   * @param spreadMs a datagram may be so much earlier or later, and so overtake others
   */
  public record Weather(int lossPercent, int twicePercent, int delayMs, int spreadMs) {}

  /** Where players send to, and the sockets behind it by player's socket. */
  private record Port(
      DatagramChannel channel, InetSocketAddress server, Map<InetSocketAddress, Way> ways) {}

  /** From one socket of a player to one port of the server, and back. */
  private record Way(DatagramChannel channel, Port port, InetSocketAddress player) {}

  private record Datagram(
      long dueNs, ByteBuffer bytes, DatagramChannel channel, InetSocketAddress target) {}

  /**
   * Opens the relay's ports and starts.
   *
   * @param cookiePort of the relay; the others follow it, as those of a server do
   * @param serverCookiePort of the server on this machine
   * @param pairs of Aeron ports that the server has
   */
  public LossyRelay(int cookiePort, int serverCookiePort, int pairs, Weather weather, long seed)
      throws IOException {
    this.weather = weather;
    dice = new Random(seed);
    selector = Selector.open();
    for (int port = cookiePort; port <= PlayerChannels.lastPort(cookiePort, pairs); port++) {
      DatagramChannel channel = DatagramChannel.open();
      channel.bind(new InetSocketAddress(loopback, port));
      channel.configureBlocking(false);
      InetSocketAddress server =
          new InetSocketAddress(loopback, serverCookiePort + port - cookiePort);
      Port opened = new Port(channel, server, new HashMap<>());
      channel.register(selector, SelectionKey.OP_READ, opened);
      ports.add(opened);
    }
    thread = new Thread(this::run, "lossy-relay");
    thread.start();
  }

  /** Datagrams delivered, doubles included. */
  public long passed() {
    return passed.get();
  }

  public long lost() {
    return lost.get();
  }

  public long doubled() {
    return doubled.get();
  }

  private void run() {
    try {
      while (!isClosed) {
        selector.select(key -> take(key.attachment()), waiting.isEmpty() ? MS_PER_WAIT : 1);
        deliver();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(Object attachment) {
    try {
      if (attachment instanceof Port port) {
        InetSocketAddress player;
        while ((player = receive(port.channel)) != null) {
          Way way = port.ways.get(player);
          if (way == null) {
            way = open(port, player);
          }
          send(way.channel, port.server);
        }
      } else if (attachment instanceof Way way) {
        while (receive(way.channel) != null) {
          send(way.port.channel, way.player);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable InetSocketAddress receive(DatagramChannel channel) throws IOException {
    buffer.clear();
    InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
    buffer.flip();
    return source;
  }

  private Way open(Port port, InetSocketAddress player) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(loopback, 0));
    channel.configureBlocking(false);
    Way way = new Way(channel, port, player);
    channel.register(selector, SelectionKey.OP_READ, way);
    port.ways.put(player, way);
    return way;
  }

  private void send(DatagramChannel channel, InetSocketAddress target) {
    if (dice.nextInt(100) < weather.lossPercent || waiting.size() >= MAX_WAITING) {
      lost.incrementAndGet();
      return;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    waiting.add(new Datagram(due(), ByteBuffer.wrap(bytes), channel, target));
    if (dice.nextInt(100) < weather.twicePercent) {
      doubled.incrementAndGet();
      waiting.add(new Datagram(due(), ByteBuffer.wrap(bytes), channel, target));
    }
  }

  private long due() {
    int spreadMs = dice.nextInt(2 * weather.spreadMs + 1) - weather.spreadMs;
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(weather.delayMs + spreadMs);
  }

  private void deliver() throws IOException {
    long nowNs = System.nanoTime();
    Datagram next;
    while ((next = waiting.peek()) != null && nowNs - next.dueNs >= 0) {
      waiting.remove();
      next.channel.send(next.bytes, next.target);
      passed.incrementAndGet();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Port port : ports) {
      port.ways.values().forEach(way -> CloseHelper.quietClose(way.channel));
      CloseHelper.quietClose(port.channel);
    }
    CloseHelper.quietClose(selector);
  }
}
