package dev.keepstone.net.transport;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A client's stream each way to a server, opened step by step: the subscription for the answers,
 * and the publication of the requests that names it.
 *
 * <p>For one thread; nothing waits.
 */
public final class ClientStreams implements AutoCloseable {
  private final Aeron aeron;
  private final String host;
  private final int requestPort;
  private final int sessionId;

  private long subscriptionId = Aeron.NULL_VALUE;
  private long publicationId = Aeron.NULL_VALUE;
  private @Nullable Subscription answers;
  private @Nullable ExclusivePublication requests;

  /**
   * Nothing is opened yet.
   *
   * @param host address of the server, not a name
   * @param requestPort see {@link PlayerChannels}
   * @param sessionId to publish with, as the server has told it
   */
  public ClientStreams(Aeron aeron, String host, int requestPort, int sessionId) {
    this.aeron = aeron;
    this.host = host;
    this.requestPort = requestPort;
    this.sessionId = sessionId;
  }

  /**
   * Takes the next step, if it can be taken now.
   *
   * @throws io.aeron.exceptions.RegistrationException when the media driver refuses it
   */
  public void open() {
    if (subscriptionId == Aeron.NULL_VALUE) {
      subscriptionId =
          aeron.asyncAddSubscription(
              PlayerChannels.clientResponses(host, requestPort), PlayerChannels.RESPONSE_STREAM_ID);
    }
    if (answers == null) {
      answers = aeron.getSubscription(subscriptionId);
    }
    if (answers != null && publicationId == Aeron.NULL_VALUE) {
      publicationId =
          aeron.asyncAddExclusivePublication(
              PlayerChannels.clientRequests(host, requestPort, answers.registrationId(), sessionId),
              PlayerChannels.REQUEST_STREAM_ID);
    }
    if (publicationId != Aeron.NULL_VALUE && requests == null) {
      requests = aeron.getExclusivePublication(publicationId);
    }
  }

  /** Null until it is there. */
  public @Nullable Subscription answers() {
    return answers;
  }

  /** Null until it is there; then the other one is there, too. */
  public @Nullable ExclusivePublication requests() {
    return requests;
  }

  /** Closes both, also one that is still on its way. May be called again. */
  @Override
  public void close() {
    if (requests != null) {
      requests.close();
    } else if (publicationId != Aeron.NULL_VALUE) {
      aeron.asyncRemovePublication(publicationId);
    }
    if (answers != null) {
      answers.close();
    } else if (subscriptionId != Aeron.NULL_VALUE) {
      aeron.asyncRemoveSubscription(subscriptionId);
    }
  }
}
