package dev.keepstone.net.transport;

import io.aeron.Publication;
import org.agrona.DirectBuffer;

/** Offers a message to a publication. */
public final class Offers {
  /** An offer at the end of a term only turns the page; the next one writes. */
  private static final int TRIES = 3;

  private Offers() {}

  /**
   * Offers it at once, again where that only took a new term.
   *
   * @return above 0 when it was taken, else what {@link Publication#offer} says
   */
  public static long offer(
      Publication publication, DirectBuffer buffer, int offset, int lengthBytes) {
    long result = Publication.ADMIN_ACTION;
    for (int i = 0; i < TRIES && result == Publication.ADMIN_ACTION; i++) {
      result = publication.offer(buffer, offset, lengthBytes);
    }
    return result;
  }
}
