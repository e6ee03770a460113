package dev.keepstone.net.client;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.net.transport.PlayerChannels;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A response channel seen from the client: first the subscription for the answers, then the
 * publication that names it.
 */
final class AeronClientLink implements ClientLink {
  private final Aeron aeron;
  private final ServerAddress server;
  private final FragmentAssembler assembler = new FragmentAssembler(this::onFrame);
  private final long subscriptionId;

  private long publicationId = Aeron.NULL_VALUE;
  private @Nullable Subscription subscription;
  private @Nullable ExclusivePublication publication;
  private @Nullable MessageHandler handler;
  private @Nullable String failure;
  private boolean hadImage;

  AeronClientLink(Aeron aeron, ServerAddress server) {
    this.aeron = aeron;
    this.server = server;
    subscriptionId =
        aeron.asyncAddSubscription(
            PlayerChannels.clientResponses(server.host(), server.port()),
            PlayerChannels.RESPONSE_STREAM_ID);
  }

  @Override
  public boolean isConnected() {
    if (publication == null && failure == null) {
      try {
        open();
      } catch (RegistrationException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
    return publication != null && publication.isConnected();
  }

  @Override
  public @Nullable String failure() {
    return failure;
  }

  @Override
  public boolean isHungUp() {
    return hadImage && subscription != null && subscription.hasNoImages();
  }

  @Override
  public int poll(MessageHandler newHandler, int limit) {
    if (subscription == null) {
      return 0;
    }
    handler = newHandler;
    hadImage |= !subscription.hasNoImages();
    return subscription.poll(assembler, limit);
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    return publication != null && publication.offer(buffer, offset, lengthBytes) > 0;
  }

  @Override
  public void close() {
    if (publication != null) {
      publication.close();
    } else if (publicationId != Aeron.NULL_VALUE) {
      aeron.asyncRemovePublication(publicationId);
    }
    if (subscription != null) {
      subscription.close();
    } else {
      aeron.asyncRemoveSubscription(subscriptionId);
    }
  }

  private void open() {
    if (subscription == null) {
      subscription = aeron.getSubscription(subscriptionId);
    }
    if (subscription != null && publicationId == Aeron.NULL_VALUE) {
      publicationId =
          aeron.asyncAddExclusivePublication(
              PlayerChannels.clientRequests(
                  server.host(), server.port(), subscription.registrationId()),
              PlayerChannels.REQUEST_STREAM_ID);
    }
    if (publicationId != Aeron.NULL_VALUE) {
      publication = aeron.getExclusivePublication(publicationId);
    }
  }

  private void onFrame(DirectBuffer buffer, int offset, int lengthBytes, Header header) {
    if (handler != null) {
      handler.onMessage(buffer, offset, lengthBytes);
    }
  }
}
