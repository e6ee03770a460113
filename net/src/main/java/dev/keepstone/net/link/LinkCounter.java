package dev.keepstone.net.link;

import java.util.Locale;

/** What the ends of links count; each only rises. */
public enum LinkCounter {
  /** Links on which both ends have heard each other. */
  LINKS_OPENED,
  /** Links that ended otherwise than by a stop: silence, a broken stream, a dead process. */
  LINKS_LOST,
  /** Datagrams at the link's port without the right key, or of no sense. */
  KNOCKS_DROPPED,
  /** Gateways with the right key that were turned away: too many, or of another build. */
  KNOCKS_REFUSED,
  BATCHES_SENT,
  BATCHES_RECEIVED,
  MESSAGES_SENT,
  MESSAGES_RECEIVED,
  /** Batches that were changed on the way; each ends its link. */
  BATCHES_FORGED,
  /** Batches that came twice, or behind a gap; each ends its link. */
  BATCHES_OUT_OF_ORDER,
  /** Messages that no gateway or server of ours sends; each ends its link. */
  MESSAGES_MALFORMED,
  /** Messages of a gateway for a session that it has not, such as intents after a farewell. */
  MESSAGES_UNHEARD,
  /** Entries into the world for which no password or token was shown at the desk. */
  ENTERS_REFUSED,
  /** Times that a batch found no room in the stream and had to wait. */
  BATCHES_WAITED,
  /** Sessions that the world was told are gone because their link was lost. */
  SESSIONS_CUT;

  /** Whether it counts what goes over every link all the time. */
  public boolean isTraffic() {
    return this == BATCHES_SENT
        || this == BATCHES_RECEIVED
        || this == MESSAGES_SENT
        || this == MESSAGES_RECEIVED;
  }

  /** Name for metrics, such as {@code links_lost}. */
  public String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
