package dev.keepstone.net.cookie;

import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * A client's side of the cookie port: asks, shows the cookie that comes back, and learns where to
 * connect. Asks again when an answer is lost, and from the beginning when a cookie is too old or
 * the server has no room just now. Never blocks; for one thread.
 */
public final class CookieClient implements AutoCloseable {
  private static final long FIRST_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LAST_PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

  private final InetSocketAddress server;
  private final int version;
  private final SecureRandom random;
  private final CookieFlyweight question = new CookieFlyweight();
  private final CookieFlyweight answer = new CookieFlyweight();
  private final byte[] cookie = new byte[CookieFlyweight.COOKIE_BYTES];
  private final DatagramChannel channel;

  private boolean hasAsked;
  private long nonce;
  private long patienceNs = FIRST_PATIENCE_NS;
  private long nextSendNs;
  private @Nullable Invitation invitation;
  private @Nullable RefusalCode refusal;

  /**
   * Opens a socket.
   *
   * @param version that this client speaks
   * @throws IOException when the machine has none, or no way to such an address
   */
  public CookieClient(InetAddress server, int cookiePort, int version, SecureRandom random)
      throws IOException {
    this.server = new InetSocketAddress(server, cookiePort);
    this.version = version;
    this.random = random;
    channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      // Nobody but the server is heard.
      channel.connect(this.server);
    } catch (IOException e) {
      CloseHelper.quietClose(channel);
      throw e;
    }
  }

  /** Sends and receives what is due; {@link #invitation} and {@link #refusal} say what came. */
  public void poll(long nowNs) {
    if (!hasAsked) {
      ask(nowNs);
    }
    while (invitation == null && refusal == null && receive()) {
      if (answer.isSound() && answer.nonce() == nonce) {
        onAnswer(nowNs);
      }
    }
    if (invitation == null && refusal == null && nowNs - nextSendNs >= 0) {
      patienceNs = Math.min(2 * patienceNs, LAST_PATIENCE_NS);
      send(nowNs);
    }
  }

  /** Where to connect; null before that is known. */
  public @Nullable Invitation invitation() {
    return invitation;
  }

  /** Why this client can't come in; null while it may. */
  public @Nullable RefusalCode refusal() {
    return refusal;
  }

  @Override
  public void close() {
    CloseHelper.quietClose(channel);
  }

  private void onAnswer(long nowNs) {
    switch (answer.kind()) {
      case CookieFlyweight.COOKIE -> {
        answer.getCookie(cookie);
        question
            .begin(CookieFlyweight.PRESENT, version, nonce)
            .slot(answer.slot())
            .putCookie(cookie);
        send(nowNs);
      }
      case CookieFlyweight.ADMITTED -> {
        int port = server.getPort() + answer.portOffset();
        if (answer.portOffset() > 0 && port < PlayerChannels.MAX_PORT) {
          invitation = new Invitation(server.getAddress(), port, answer.sessionId());
        }
      }
      case CookieFlyweight.REFUSED -> onRefused(RefusalCode.get((short) answer.code()), nowNs);
      default -> {}
    }
  }

  private void onRefused(RefusalCode code, long nowNs) {
    if (code == RefusalCode.EXPIRED) {
      ask(nowNs);
    } else {
      refusal = code;
    }
  }

  private void ask(long nowNs) {
    hasAsked = true;
    nonce = random.nextLong();
    question.begin(CookieFlyweight.ASK, version, nonce);
    send(nowNs);
  }

  private void send(long nowNs) {
    nextSendNs = nowNs + patienceNs;
    try {
      channel.write(question.toSend());
    } catch (IOException e) {
      // Nobody there yet, or no way to it now: asked again until the client's patience ends.
    }
  }

  private boolean receive() {
    try {
      return channel.read(answer.toReceive()) > 0;
    } catch (IOException e) {
      return false; // also where nobody listens yet: asked again
    }
  }
}
