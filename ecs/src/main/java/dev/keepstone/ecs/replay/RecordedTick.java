package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.Outbox;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * All entries of one tick, and a cursor that goes through them as the world asks for its messages
 * and offers its own: what happened between two messages then happens there again. Reused for each
 * tick.
 */
final class RecordedTick {
  /** Sees one entry. */
  @FunctionalInterface
  interface EntryHandler {
    /** The buffer is valid during the call. */
    void onEntry(int type, DirectBuffer buffer, int body, int bodyBytes);
  }

  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private final ExpandableArrayBuffer entries = new ExpandableArrayBuffer(64 * 1024);
  private int length;
  private int cursor;
  private int offers;
  private long number;
  private long hash;
  private int flags;

  void clear() {
    length = 0;
    cursor = 0;
    offers = 0;
  }

  int lengthBytes() {
    return length;
  }

  void append(DirectBuffer buffer, int entry, int lengthBytes) {
    entries.putBytes(length, buffer, entry, lengthBytes);
    length += lengthBytes;
  }

  void complete(DirectBuffer buffer, int body) {
    number = buffer.getLong(body, ORDER);
    hash = buffer.getLong(body + InboxLogDescriptor.TICK_HASH_OFFSET, ORDER);
    flags = buffer.getInt(body + InboxLogDescriptor.TICK_FLAGS_OFFSET, ORDER);
  }

  long number() {
    return number;
  }

  boolean isHashed() {
    return (flags & InboxLogDescriptor.FLAG_HASHED) != 0;
  }

  long hash() {
    return hash;
  }

  boolean isBrokenOff() {
    return (flags & InboxLogDescriptor.FLAG_BROKEN_OFF) != 0;
  }

  /** Whether every message was taken and every refusal was met with. */
  boolean isUsedUp() {
    return cursor == length;
  }

  /** Messages up to the next thing that happened in between. */
  Inbox inbox() {
    return this::poll;
  }

  private int poll(MessageHandler handler, int limit) {
    int taken = 0;
    while (taken < limit && next() == InboxLogDescriptor.MESSAGE) {
      int body = cursor + InboxLogDescriptor.ENTRY_HEADER_BYTES;
      int bodyBytes = InboxLogDescriptor.bodyBytes(entries, cursor);
      cursor = body + bodyBytes;
      taken++;
      handler.onMessage(entries, body, bodyBytes);
    }
    return taken;
  }

  /** Takes everything but what was not taken then. */
  Outbox outbox() {
    return (buffer, offset, lengthBytes) -> offer();
  }

  private boolean offer() {
    int offer = offers++;
    int type = next();
    if (type != InboxLogDescriptor.REFUSED && type != InboxLogDescriptor.FAILED) {
      return true;
    }
    if (entries.getInt(cursor + InboxLogDescriptor.ENTRY_HEADER_BYTES, ORDER) != offer) {
      return true;
    }
    cursor += InboxLogDescriptor.ENTRY_HEADER_BYTES + InboxLogDescriptor.ANSWER_BYTES;
    if (type == InboxLogDescriptor.FAILED) {
      throw new IllegalStateException("the recorded queue failed here too");
    }
    return false;
  }

  /** Shows all entries but the TICK, in order. */
  void forEach(EntryHandler handler) {
    int entry = 0;
    while (entry < length) {
      int body = entry + InboxLogDescriptor.ENTRY_HEADER_BYTES;
      int bodyBytes = InboxLogDescriptor.bodyBytes(entries, entry);
      handler.onEntry(InboxLogDescriptor.type(entries, entry), entries, body, bodyBytes);
      entry = body + bodyBytes;
    }
  }

  /** Returns the type of the entry at the cursor, 0 at the end */
  private int next() {
    return cursor == length ? 0 : InboxLogDescriptor.type(entries, cursor);
  }
}
