package dev.keepstone.net.transport;

import org.agrona.concurrent.NanoClock;

/**
 * Who may speak to a server's Aeron ports, in both directions of a connection: {@code requests}
 * holds what clients publish with, {@code responses} those who may acknowledge (and so steer) what
 * the server publishes to them. One for each media driver; any thread.
 */
public final class PlayerPasses {
  /** Those that have just left keep theirs for a few seconds, while others come. */
  private static final int PASSES_PER_SESSION = 2;

  private static final int SPARE = 64;

  private final AllowList requests;
  private final AllowList responses;
  private final TransportCounters counters = new TransportCounters();

  public PlayerPasses(int maxSessions, NanoClock clock) {
    int capacity = PASSES_PER_SESSION * maxSessions + SPARE;
    requests = new AllowList(capacity, clock);
    responses = new AllowList(capacity, clock);
  }

  /** By the session id that a client publishes with. */
  public AllowList requests() {
    return requests;
  }

  /** By the session id that the server answers with. */
  public AllowList responses() {
    return responses;
  }

  public TransportCounters counters() {
    return counters;
  }
}
