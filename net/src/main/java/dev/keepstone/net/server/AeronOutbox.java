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
   * <p>A closed publication takes nothing either: who closed it, the driver's death or our own
   * stop, is dealt with where the server watches over its parts.
   */
  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    for (int attempt = 0; attempt < ADMIN_ACTION_TRIES; attempt++) {
      long result = publication.offer(buffer, offset, lengthBytes);
      if (result > 0) {
        return true;
      }
      if (result != Publication.ADMIN_ACTION) {
        return false;
      }
    }
    return false;
  }
}
