package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.world.World;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes down what happens to one world: wraps its inbox and its outboxes, and is told when a tick
 * is over. Runs on the world thread, allocates nothing, never waits.
 */
public final class InboxRecorder {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private final RecordRing ring;
  private final int hashEveryTicks;
  private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[InboxLogDescriptor.TICK_BYTES]);
  private final AtomicLong ticksMissed = new AtomicLong();
  private int offersOfTick;
  private boolean recording = true;

  /**
   * @param hashEveryTicks 1: the world is hashed after every tick; a hash reads every cell
   */
  public InboxRecorder(RecordRing ring, int hashEveryTicks) {
    this.ring = ring;
    this.hashEveryTicks = hashEveryTicks;
  }

  public Inbox inbox(Inbox inbox) {
    return new RecordingInbox(inbox, this);
  }

  public Outbox outbox(Outbox outbox) {
    return new RecordingOutbox(outbox, this);
  }

  /** In the same order. */
  public List<Outbox> outboxes(List<? extends Outbox> outboxes) {
    List<Outbox> recorded = new ArrayList<>();
    outboxes.forEach(outbox -> recorded.add(outbox(outbox)));
    return recorded;
  }

  /**
   * Called after each tick, also after one that threw.
   *
   * @param brokenOff the tick was ended by a fault
   */
  public void onTickEnd(World world, boolean brokenOff) {
    offersOfTick = 0;
    if (!recording) {
      ticksMissed.setOpaque(ticksMissed.getPlain() + 1);
      return;
    }
    long tick = world.tickNumber();
    boolean hashed = tick % hashEveryTicks == 0;
    int flags =
        (hashed ? InboxLogDescriptor.FLAG_HASHED : 0)
            | (brokenOff ? InboxLogDescriptor.FLAG_BROKEN_OFF : 0);
    scratch.putLong(0, tick, ORDER);
    scratch.putLong(InboxLogDescriptor.TICK_HASH_OFFSET, hashed ? world.hash() : 0, ORDER);
    scratch.putInt(InboxLogDescriptor.TICK_FLAGS_OFFSET, flags, ORDER);
    record(InboxLogDescriptor.TICK, scratch, 0, InboxLogDescriptor.TICK_BYTES);
  }

  /** Ticks after the recording was given up. Any thread. */
  public long ticksMissed() {
    return ticksMissed.getOpaque();
  }

  void onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    if (recording) {
      record(InboxLogDescriptor.MESSAGE, buffer, offset, lengthBytes);
    }
  }

  void onAccepted() {
    offersOfTick++;
  }

  /**
   * @param answer {@link InboxLogDescriptor#REFUSED} or {@link InboxLogDescriptor#FAILED}
   */
  void onNotAccepted(int answer) {
    if (recording) {
      scratch.putInt(0, offersOfTick, ORDER);
      record(answer, scratch, 0, InboxLogDescriptor.ANSWER_BYTES);
    }
    offersOfTick++;
  }

  private void record(int type, DirectBuffer buffer, int offset, int lengthBytes) {
    recording = ring.offer(type, buffer, offset, lengthBytes);
  }
}
