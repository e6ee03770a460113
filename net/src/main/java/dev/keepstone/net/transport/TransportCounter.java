package dev.keepstone.net.transport;

import java.util.Locale;

/** What the players' ports count before a session exists; each only rises. */
public enum TransportCounter {
  /** Cookies given to whoever asked. */
  COOKIES_SENT("cookies given to whoever asked"),
  /** Cookies that were not ours, not this address's, or too old. */
  COOKIES_REFUSED("cookies that were forged, of another address or too old"),
  /** Datagrams on the cookie port that are none of ours. */
  COOKIE_JUNK("datagrams on the cookie port that are none of ours"),
  /** Clients that speak another protocol version; they were told. */
  CLIENTS_OF_OTHER_VERSION("clients of another protocol version; they were told"),
  /** Clients that were let in to an Aeron port. */
  PASSES_ISSUED("clients let in to an Aeron port"),
  /** Clients with a good cookie for whom there was no room. */
  PASSES_REFUSED("clients with a good cookie for whom there was no room"),
  /** Passes that ended because nothing came. */
  PASSES_EXPIRED("passes that ended because nothing came"),
  /** Set-up frames of sources without a pass, or that no client of ours sends. */
  SETUPS_DROPPED("set-up frames without a pass, or that no client of ours sends"),
  /** Data frames of sources without a pass, or that no client of ours sends. */
  DATA_DROPPED("data frames without a pass, or that no client of ours sends"),
  /** Status messages of sources that may not speak for that player. */
  STATUS_DROPPED("status messages of sources that may not speak for that player"),
  /** Negative acknowledgements of sources that may not speak for that player. */
  NAKS_DROPPED("NAKs of sources that may not speak for that player"),
  /** Other Aeron frames of sources without a pass. */
  OTHERS_DROPPED("other Aeron frames of sources without a pass");

  private final String description;

  TransportCounter(String description) {
    this.description = description;
  }

  /** For the page of metrics. */
  public String description() {
    return description;
  }

  /** Name for metrics, such as {@code setups_dropped}. */
  public String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
