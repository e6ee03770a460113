package dev.keepstone.net.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.seal.SealedStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link: collects messages into batches, seals and sends them, and opens those of the
 * other end.
 *
 * <pre>
 * batch: | length i32 | message | length i32 | message | ...    sealed as one frame
 * </pre>
 *
 * <p>A batch without messages is a sign of life. A link is lost when nothing has come or nothing
 * was taken for {@link LinkLimits#LOSS_NS}, and at the first frame that is not the next one of the
 * other end: then something is missing, and it will not come. What was offered before may be lost
 * with it.
 *
 * <p>For one thread. Nothing waits: a full batch is a refused {@link #offer}.
 */
final class SealedLink implements Outbox {
  private final BatchChannel channel;
  private final SealedStream stream;
  private final LinkCounters counters;
  private final UnsafeBuffer batch = new UnsafeBuffer(new byte[LinkLimits.BATCH_BYTES]);
  private final UnsafeBuffer frame = new UnsafeBuffer(new byte[LinkLimits.FRAME_BYTES]);
  private final UnsafeBuffer opened = new UnsafeBuffer(new byte[LinkLimits.FRAME_BYTES]);
  private final Outbox frameTaker = this::onFrame;

  private int batchBytes;
  private int frameBytes;
  private int openedBytes;
  private int deliveredBytes;
  private long nowNs;
  private long heardNs;
  private long sentNs;
  private long waitingSinceNs;
  private boolean wasHeard;
  private @Nullable String loss;

  /**
   * @param channel owned: closed with the link
   */
  SealedLink(BatchChannel channel, SealedStream stream, LinkCounters counters, long nowNs) {
    this.channel = channel;
    this.stream = stream;
    this.counters = counters;
    this.nowNs = nowNs;
    heardNs = nowNs;
    sentNs = nowNs - LinkLimits.HEARTBEAT_NS;
  }

  /** Whether a genuine batch has come. */
  boolean wasHeard() {
    return wasHeard;
  }

  /** Why the link is lost; null as long as it is not. */
  @Nullable String loss() {
    return loss;
  }

  /** Gives the link up. */
  void lose(String reason) {
    if (loss == null) {
      loss = reason;
    }
  }

  /**
   * Adds a message to the batch.
   *
   * @param lengthBytes less than {@link LinkLimits#BATCH_BYTES}
   */
  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    int needed = LinkLimits.LENGTH_BYTES + lengthBytes;
    if (loss != null || (batchBytes + needed > LinkLimits.BATCH_BYTES && !send())) {
      return false;
    }
    batch.putInt(batchBytes, lengthBytes, LITTLE_ENDIAN);
    batch.putBytes(batchBytes + LinkLimits.LENGTH_BYTES, buffer, offset, lengthBytes);
    batchBytes += needed;
    counters.increment(LinkCounter.MESSAGES_SENT);
    return true;
  }

  /** Sends what was offered, or a sign of life when it is time. Returns work done. */
  int flush(long newNowNs) {
    nowNs = newNowNs;
    if (loss != null) {
      return 0;
    }
    if (!sendWaiting()) {
      if (nowNs - waitingSinceNs >= LinkLimits.LOSS_NS) {
        lose("the other end takes nothing");
      }
      return 0;
    }
    if (batchBytes == 0 && nowNs - sentNs < LinkLimits.HEARTBEAT_NS) {
      return 0;
    }
    send();
    return 1;
  }

  /** Whether everything that was offered is on its way. */
  boolean isFlushed() {
    return batchBytes == 0 && frameBytes == 0;
  }

  /**
   * Hands over messages of the other end, oldest first.
   *
   * @param taker false: no room for this one now; it will be handed over again before any other
   * @param limit of the channel: datagrams
   * @return work done
   */
  int poll(Outbox taker, long newNowNs, int limit) {
    nowNs = newNowNs;
    if (openedBytes > 0) {
      heardNs = nowNs; // it is we who keep it waiting
    }
    int work = deliver(taker);
    int left = limit;
    while (left > 0 && loss == null && openedBytes == 0) {
      int polled = channel.poll(frameTaker, left);
      if (polled == 0) {
        break;
      }
      left -= polled;
      work += polled + deliver(taker);
    }
    if (loss == null && channel.isOver()) {
      lose("the other end is gone");
    } else if (nowNs - heardNs >= LinkLimits.LOSS_NS && openedBytes == 0) {
      lose("nothing heard of the other end");
    }
    return work;
  }

  void close() {
    batch.setMemory(0, batchBytes, (byte) 0);
    opened.setMemory(0, openedBytes, (byte) 0);
    channel.close();
  }

  /** Seals and sends the batch when the one before it is gone; false when that still waits. */
  private boolean send() {
    if (!sendWaiting()) {
      return false;
    }
    frameBytes = stream.seal(batch, 0, batchBytes, frame, 0);
    batch.setMemory(0, batchBytes, (byte) 0);
    batchBytes = 0;
    sentNs = nowNs;
    counters.increment(LinkCounter.BATCHES_SENT);
    if (!sendWaiting()) {
      waitingSinceNs = nowNs;
      counters.increment(LinkCounter.BATCHES_WAITED);
    }
    return true;
  }

  private boolean sendWaiting() {
    if (frameBytes > 0 && channel.send(frame, 0, frameBytes)) {
      frameBytes = 0;
    }
    return frameBytes == 0;
  }

  private boolean onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
    if (loss != null) {
      return true; // nothing behind it counts any more
    }
    if (openedBytes > 0) {
      return false;
    }
    int length = stream.open(buffer, offset, lengthBytes, opened, 0);
    switch (length) {
      case SealedStream.MALFORMED, SealedStream.FORGED -> {
        counters.increment(LinkCounter.BATCHES_FORGED);
        lose("a batch was changed on the way");
      }
      case SealedStream.OUT_OF_ORDER -> {
        counters.increment(LinkCounter.BATCHES_OUT_OF_ORDER);
        lose("a batch is missing, or came twice");
      }
      default -> {
        counters.increment(LinkCounter.BATCHES_RECEIVED);
        wasHeard = true;
        heardNs = nowNs;
        openedBytes = length;
        deliveredBytes = 0;
      }
    }
    return true;
  }

  /** Hands over what is left of the opened batch, as far as it is taken. */
  private int deliver(Outbox taker) {
    int delivered = 0;
    while (deliveredBytes < openedBytes && loss == null) {
      int left = openedBytes - deliveredBytes - LinkLimits.LENGTH_BYTES;
      int length = left < 0 ? -1 : opened.getInt(deliveredBytes, LITTLE_ENDIAN);
      if (length < 1 || length > left) {
        counters.increment(LinkCounter.MESSAGES_MALFORMED);
        lose("a batch is not what it should be");
        return delivered;
      }
      if (!taker.offer(opened, deliveredBytes + LinkLimits.LENGTH_BYTES, length)) {
        return delivered;
      }
      counters.increment(LinkCounter.MESSAGES_RECEIVED);
      deliveredBytes += LinkLimits.LENGTH_BYTES + length;
      delivered++;
    }
    opened.setMemory(0, openedBytes, (byte) 0); // there may have been passwords in it
    openedBytes = 0;
    deliveredBytes = 0;
    return delivered;
  }
}
