package dev.keepstone.ecs.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.rule.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Drives a queue with real threads: each producer sends numbered messages whose length and bytes
 * follow from a seed, and asks again when it is refused; the consumer checks every byte. So a
 * message that is lost, doubled, overtaken within its producer, torn, or half written by a refused
 * offer is found.
 *
 * <p>Why not Lincheck (3.7 was tried): its model checker cannot instrument Agrona's {@code
 * UnsafeApi} (VerifyError) and does not see memory outside of objects, so it explores none of the
 * interleavings that matter. Its stress mode runs, but compares with a linearizable queue, which a
 * many-to-one ring is not by design (a poll may find nothing after an offer has returned, as long
 * as an older claim is not committed), and manages about 350 scenario runs a second where this one
 * hands over some hundred thousand messages.
 */
public final class HandOffStress {
  /** An offer to the queue under test. */
  @FunctionalInterface
  public interface Producer {
    boolean offer(DirectBuffer buffer, int offset, int lengthBytes);
  }

  /** A poll of the queue under test. */
  @FunctionalInterface
  public interface Consumer {
    int poll(MessageHandler handler, int limit);
  }

  private static final int HEADER_BYTES = 16;
  private static final int MAX_BYTES = 200;
  private static final long TIMEOUT_S = 60;

  private final long seed;
  private final int producers;
  private final int messages;
  private final long[] next;
  private final UnsafeBuffer expected = new UnsafeBuffer(new byte[MAX_BYTES]);
  private volatile boolean stopped;
  private long refusals;
  private long polls;

  /**
   * @param messages of each producer
   */
  public HandOffStress(long seed, int producers, int messages) {
    this.seed = seed;
    this.producers = producers;
    this.messages = messages;
    next = new long[producers];
  }

  /** Returns once everything has arrived; fails when something is wrong with it. */
  public void run(Producer queue, Consumer consumer) throws Exception {
    List<CompletableFuture<Long>> sending = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      int producer = i;
      CompletableFuture<Long> done = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  done.complete(send(queue, producer));
                } catch (Throwable t) {
                  done.completeExceptionally(t);
                }
              },
              "producer-" + i);
      thread.setDaemon(true);
      thread.start();
      sending.add(done);
    }
    try {
      receive(consumer);
    } finally {
      stopped = true;
    }
    for (CompletableFuture<Long> done : sending) {
      refusals += done.get(TIMEOUT_S, TimeUnit.SECONDS);
    }
    assertThat(consumer.poll((buffer, offset, lengthBytes) -> {}, 1)).as("left over").isZero();
    assertThat(refusals).as("the queue was full at times, seed=%d", seed).isPositive();
    assertThat(polls).as("and polled often").isGreaterThan(100);
  }

  private long send(Producer queue, int producer) {
    UnsafeBuffer message = new UnsafeBuffer(new byte[MAX_BYTES]);
    long refused = 0;
    for (long number = 0; number < messages && !stopped; number++) {
      int lengthBytes = write(message, producer, number);
      while (!stopped && !queue.offer(message, 0, lengthBytes)) {
        refused++;
        LockSupport.parkNanos(1_000);
      }
    }
    return refused;
  }

  private void receive(Consumer consumer) {
    SeededRandom random = new SeededRandom(seed);
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
    long left = (long) producers * messages;
    while (left > 0) {
      int taken = consumer.poll(this::check, 1 + random.nextInt(20));
      left -= taken;
      polls++;
      if (taken == 0) {
        LockSupport.parkNanos(1_000);
        assertThat(System.nanoTime() - deadlineNs).as("seed=%d left=%d", seed, left).isNegative();
      }
    }
  }

  private int write(UnsafeBuffer message, int producer, long number) {
    SeededRandom random = new SeededRandom(seed ^ SeededRandom.mix(number * producers + producer));
    int lengthBytes = HEADER_BYTES + random.nextInt(MAX_BYTES - HEADER_BYTES);
    message.putLong(0, producer);
    message.putLong(8, number);
    byte fill = (byte) random.nextLong();
    for (int i = HEADER_BYTES; i < lengthBytes; i++) {
      message.putByte(i, (byte) (fill + i));
    }
    return lengthBytes;
  }

  private void check(DirectBuffer buffer, int offset, int lengthBytes) {
    int producer = (int) buffer.getLong(offset);
    long number = next[producer]++;
    int expectedBytes = write(expected, producer, number);
    boolean same = lengthBytes == expectedBytes;
    for (int i = 0; same && i < lengthBytes; i++) {
      same = buffer.getByte(offset + i) == expected.getByte(i);
    }
    if (!same) {
      throw new AssertionError(
          "not the next message: producer="
              + producer
              + " awaited="
              + number
              + " arrived="
              + buffer.getLong(offset + 8)
              + " lengthBytes="
              + lengthBytes
              + " seed="
              + seed);
    }
  }
}
