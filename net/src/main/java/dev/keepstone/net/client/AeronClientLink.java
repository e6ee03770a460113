package dev.keepstone.net.client;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.net.cookie.CookieClient;
import dev.keepstone.net.cookie.Invitation;
import dev.keepstone.net.transport.ClientStreams;
import dev.keepstone.net.transport.Offers;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.RefusalCode;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
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
  private final Aeron aeron;
  private final ServerAddress server;
  private final SecureRandom random;
  private final CompletableFuture<InetAddress> resolved;
  private final int version;
  private final FragmentAssembler assembler = new FragmentAssembler(this::onFrame);

  private @Nullable CookieClient cookies;
  private @Nullable Invitation invitation;
  private @Nullable RefusalCode refusal;
  private @Nullable ClientStreams streams;
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
    if (requests() == null && failure == null && refusal == null && !isClosed) {
      try {
        if (streams == null) {
          ask();
        } else {
          streams.open();
        }
      } catch (RegistrationException | IOException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
    ExclusivePublication requests = requests();
    return requests != null && requests.isConnected();
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
    Subscription answers = answers();
    return hadImage && answers != null && answers.hasNoImages();
  }

  @Override
  public int poll(MessageHandler newHandler, int limit) {
    Subscription answers = answers();
    if (answers == null) {
      return 0;
    }
    handler = newHandler;
    hadImage |= !answers.hasNoImages();
    return answers.poll(assembler, limit);
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    ExclusivePublication requests = requests();
    return requests != null && Offers.offer(requests, buffer, offset, lengthBytes) > 0;
  }

  @Override
  public void close() {
    isClosed = true;
    closeCookies();
    if (streams != null) {
      streams.close();
    }
  }

  /** What the server answers with; for tests that play an attacker who has seen it. */
  int responseSessionId() {
    Subscription answers = answers();
    return answers == null ? 0 : answers.imageAtIndex(0).sessionId();
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
    if (invitation != null) {
      streams =
          new ClientStreams(
              aeron,
              invitation.server().getHostAddress(),
              invitation.requestPort(),
              invitation.sessionId());
    }
    if (refusal != null || invitation != null) {
      closeCookies();
    }
  }

  private @Nullable Subscription answers() {
    return streams == null ? null : streams.answers();
  }

  private @Nullable ExclusivePublication requests() {
    return streams == null ? null : streams.requests();
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
