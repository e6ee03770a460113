package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.ReserveIdsDecoder;
import dev.keepstone.ecs.message.sbe.ReserveIdsEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Hands on what a world says to its vault, and lets it ask for a few ids at a time only: blocks are
 * used up and reserved over and over within one seed, which takes hours of play otherwise.
 */
final class SmallBlocks implements Outbox {
  private static final int BLOCK = 12;

  private final Outbox next;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final ReserveIdsEncoder request = new ReserveIdsEncoder();
  private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();

  SmallBlocks(Outbox next) {
    this.next = next;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    if (header.wrap(buffer, offset).templateId() != ReserveIdsDecoder.TEMPLATE_ID) {
      return next.offer(buffer, offset, lengthBytes);
    }
    copy.putBytes(0, buffer, offset, lengthBytes);
    request.wrap(copy, MessageHeaderDecoder.ENCODED_LENGTH).count(BLOCK);
    return next.offer(copy, 0, lengthBytes);
  }
}
