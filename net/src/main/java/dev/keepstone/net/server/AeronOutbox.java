package dev.keepstone.net.server;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.transport.Offers;
import io.aeron.Publication;
import org.agrona.DirectBuffer;

/**
 * An {@link Outbox} over one Aeron publication. A concurrent publication may be shared by threads:
 * its log is the one order in which the world hears things.
 */
final class AeronOutbox implements Outbox {
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
    return Offers.offer(publication, buffer, offset, lengthBytes) > 0;
  }
}
