package dev.keepstone.net.gateway;

import java.util.Locale;

/** What the gateway counts; each only rises. */
public enum GatewayCounter {
  SESSIONS_OPENED,
  SESSIONS_CLOSED,
  /** Handshakes completed. */
  SESSIONS_KEYED,
  /** Players who got into the world. */
  SESSIONS_ENTERED,
  /** Frames that were no hello, no sealed frame, or no message of ours. */
  FRAMES_MALFORMED,
  /** Sealed frames that were changed on the way, or made by a stranger. */
  FRAMES_FORGED,
  /** Sealed frames that came a second time. */
  FRAMES_REPLAYED,
  /** Frames that need more than one datagram, which no client sends. */
  FRAMES_FRAGMENTED,
  /** Frames that came too fast for the session's budget. */
  FRAMES_OVER_BUDGET,
  /** Lines that were said too fast; the player was told. */
  CHAT_OVER_BUDGET,
  /** Hellos of another protocol version. */
  HELLOS_OF_OTHER_VERSION,
  /** Hellos with a key of low order, or refused: shutdown, a full server, a world out of reach. */
  HELLOS_REFUSED,
  LOGINS_REFUSED,
  /** Characters that players listed, made or selected, and what became of that. */
  CHARACTER_REQUESTS,
  /** Verdicts that came after their session had given up. */
  VERDICTS_LATE,
  /** Verdicts that found no room to wait for the gateway's thread. */
  VERDICTS_DROPPED,
  INTENTS_FORWARDED,
  /** Intents that no rule of the wire forbids, but no world would do. */
  INTENTS_BAD,
  /** Intents that found the world's inbox full; the player was told. */
  INTENTS_BUSY,
  /** Times that Gone found the inbox full and was kept for the next cycle. */
  GONE_RETRIED,
  /** Messages of the world that were sealed and sent. */
  UPDATES_SENT,
  /** Updates that told all that is near anew: after entering, a gap, or a way to another zone. */
  UPDATES_FULL,
  /** Updates of the own state only, because a full state had to wait for the byte budget. */
  UPDATES_OWN_ONLY,
  /** Updates in which somebody near had to wait because the byte budget was used up. */
  UPDATES_SHORTENED,
  /** Snapshots and lines of others left out because their player was slow. */
  UPDATES_SKIPPED,
  /** Messages of the world that are not what the schema says, or too large for a frame. */
  UPDATES_MALFORMED,
  /** Messages of the world for a session that is not there, or not in a state to hear them. */
  UPDATES_UNHEARD,
  /** Sessions closed because their backlog was full. */
  SESSIONS_OVERFLOWED,
  /** Sessions ended because they went on sending far too much. */
  SESSIONS_ABUSIVE,
  /** Sessions closed because nothing had been heard of them for too long. */
  SESSIONS_SILENT,
  /** Sessions closed because of a bug; see the log. */
  SESSIONS_FAULTED,
  /** Connections turned away because there were too many. */
  CONNECTIONS_REFUSED,
  /** Clients cut off because they took nothing of what was offered for too long. */
  CONNECTIONS_STALLED;

  /** Name for metrics, such as {@code frames_forged}. */
  public String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
