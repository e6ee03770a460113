package dev.keepstone.net.server;

import dev.keepstone.ecs.message.Outbox;
import io.aeron.Publication;
import org.agrona.DirectBuffer;

/**
 * An {@link Outbox} over one Aeron publication. A concurrent publication may be shared by threads:
 * its log is the one order in which the world hears things.
 */
final class AeronOutbox implements Outbox {
  /** Aeron answers ADMIN_ACTION while it rotates a term: asking again at once succeeds. */
  private static final int ADMIN_ACTION_TRIES = 3;

  private final Publication publication;

  AeronOutbox(Publication publication) {
    this.publication = publication;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when the publication is closed or its position is used up (at 64
   *     KiB terms after 128 TiB): the queue is gone for good
   */
  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    for (int attempt = 0; attempt < ADMIN_ACTION_TRIES; attempt++) {
      long result = publication.offer(buffer, offset, lengthBytes);
      if (result > 0) {
        return true;
      }
      if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
        throw new IllegalStateException("queue is closed: " + Publication.errorString(result));
      }
      if (result != Publication.ADMIN_ACTION) {
        return false;
      }
    }
    return false;
  }
}
