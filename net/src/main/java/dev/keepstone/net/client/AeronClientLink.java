package dev.keepstone.net.client;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.net.cookie.CookieClient;
import dev.keepstone.net.cookie.Invitation;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.RefusalCode;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to a server, step by step: the server's address, a cookie and an invitation from
 * its plain UDP port, the subscription for the answers, and the publication that names it.
 */
final class AeronClientLink implements ClientLink {
  private static final int OFFER_TRIES = 3;

  private final Aeron aeron;
  private final ServerAddress server;
  private final SecureRandom random;
  private final CompletableFuture<InetAddress> resolved;
  private final int version;
  private final FragmentAssembler assembler = new FragmentAssembler(this::onFrame);

  private @Nullable CookieClient cookies;
  private @Nullable Invitation invitation;
  private @Nullable RefusalCode refusal;
  private long subscriptionId = Aeron.NULL_VALUE;
  private long publicationId = Aeron.NULL_VALUE;
  private @Nullable Subscription subscription;
  private @Nullable ExclusivePublication publication;
  private @Nullable MessageHandler handler;
  private @Nullable String failure;
  private boolean hadImage;
  private boolean isClosed;

  /**
   * @param resolved the server's address, when it is known
   */
  AeronClientLink(
      Aeron aeron,
      ServerAddress server,
      CompletableFuture<InetAddress> resolved,
      SecureRandom random) {
    this(aeron, server, resolved, random, WireLimits.PROTOCOL_VERSION);
  }

  /** A link that claims to speak another version. */
  AeronClientLink(
      Aeron aeron,
      ServerAddress server,
      CompletableFuture<InetAddress> resolved,
      SecureRandom random,
      int version) {
    this.aeron = aeron;
    this.server = server;
    this.resolved = resolved;
    this.random = random;
    this.version = version;
  }

  @Override
  public boolean isConnected() {
    if (publication == null && failure == null && refusal == null && !isClosed) {
      try {
        if (invitation == null) {
          ask();
        } else {
          open(invitation);
        }
      } catch (RegistrationException | IOException e) {
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
  public @Nullable RefusalCode refusal() {
    return refusal;
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
    if (publication == null) {
      return false;
    }
    long result = Publication.ADMIN_ACTION;
    for (int i = 0; i < OFFER_TRIES && result == Publication.ADMIN_ACTION; i++) {
      result = publication.offer(buffer, offset, lengthBytes);
    }
    return result > 0;
  }

  @Override
  public void close() {
    isClosed = true;
    closeCookies();
    if (publication != null) {
      publication.close();
    } else if (publicationId != Aeron.NULL_VALUE) {
      aeron.asyncRemovePublication(publicationId);
    }
    if (subscription != null) {
      subscription.close();
    } else if (subscriptionId != Aeron.NULL_VALUE) {
      aeron.asyncRemoveSubscription(subscriptionId);
    }
  }

  /** What the server answers with; for tests that play an attacker who has seen it. */
  int responseSessionId() {
    return subscription == null ? 0 : subscription.imageAtIndex(0).sessionId();
  }

  /** Where the answers come from. */
  int responsePort() {
    return invitation == null ? 0 : PlayerChannels.responsePort(invitation.requestPort());
  }

  private void ask() throws IOException {
    if (!resolved.isDone()) {
      return;
    }
    if (cookies == null) {
      try {
        cookies = new CookieClient(resolved.join(), server.port(), version, random);
      } catch (CompletionException e) {
        failure = "unknown host";
        return;
      }
    }
    cookies.poll(System.nanoTime());
    refusal = cookies.refusal();
    invitation = cookies.invitation();
    if (refusal != null || invitation != null) {
      closeCookies();
    }
  }

  private void open(Invitation invited) {
    String host = invited.server().getHostAddress();
    if (subscriptionId == Aeron.NULL_VALUE) {
      subscriptionId =
          aeron.asyncAddSubscription(
              PlayerChannels.clientResponses(host, invited.requestPort()),
              PlayerChannels.RESPONSE_STREAM_ID);
    }
    if (subscription == null) {
      subscription = aeron.getSubscription(subscriptionId);
    }
    if (subscription != null && publicationId == Aeron.NULL_VALUE) {
      publicationId =
          aeron.asyncAddExclusivePublication(
              PlayerChannels.clientRequests(
                  host, invited.requestPort(), subscription.registrationId(), invited.sessionId()),
              PlayerChannels.REQUEST_STREAM_ID);
    }
    if (publicationId != Aeron.NULL_VALUE) {
      publication = aeron.getExclusivePublication(publicationId);
    }
  }

  private void closeCookies() {
    if (cookies != null) {
      cookies.close();
      cookies = null;
    }
  }

  private void onFrame(DirectBuffer buffer, int offset, int lengthBytes, Header header) {
    if (handler != null) {
      handler.onMessage(buffer, offset, lengthBytes);
    }
  }
}
