package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.transport.ForgedFrames;
import dev.keepstone.net.transport.PlayerChannels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A stranger who sends forged frames to all Aeron ports of a server, so many a second, on a thread
 * of its own.
 */
final class Forger implements AutoCloseable {
  /** He sends in bursts of so long: as short as threads sleep. */
  private static final long BURST_NS = 1_000_000;

  private final InetSocketAddress[] ports;
  private final int frames;
  private final long durationNs;
  private final ForgedFrames forged;
  private final Random dice;
  private final CompletableFuture<Integer> sent;
  private volatile boolean isClosed;

  /**
   * Starts to send.
   *
   * @param pairs of Aeron ports that the server has
   * @param frames to send, evenly over the time
   */
  Forger(ServerAddress server, int pairs, int frames, long durationNs, long seed) {
    this.frames = frames;
    this.durationNs = durationNs;
    dice = new Random(seed);
    forged = new ForgedFrames(dice, dice.nextInt());
    ports = new InetSocketAddress[2 * pairs];
    for (int i = 0; i < ports.length; i++) {
      ports[i] =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), PlayerChannels.requestPort(server.port(), 0) + i);
    }
    sent = CompletableFuture.supplyAsync(this::send, task -> new Thread(task, "forger").start());
  }

  /**
   * Waits for the end.
   *
   * @return frames sent
   */
  int join() {
    return sent.join();
  }

  private int send() {
    int count = 0;
    try (DatagramChannel channel = DatagramChannel.open()) {
      long startNs = System.nanoTime();
      while (count < frames && !isClosed) {
        long goneNs = Math.min(durationNs, System.nanoTime() - startNs);
        int due = (int) (frames * (goneNs / (double) durationNs));
        for (; count < due; count++) {
          channel.send(ByteBuffer.wrap(forged.next()), ports[dice.nextInt(ports.length)]);
        }
        LockSupport.parkNanos(BURST_NS);
      }
      return count;
    } catch (IOException e) {
      throw new LoadException("forged frames can't be sent: sent=" + count + ": " + e, e);
    }
  }

  /** Stops and waits for the end. */
  @Override
  public void close() {
    isClosed = true;
    sent.handle((count, fault) -> count).join();
  }
}
