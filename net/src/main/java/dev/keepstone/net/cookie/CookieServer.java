package dev.keepstone.net.cookie;

import dev.keepstone.net.transport.AllowList;
import dev.keepstone.net.transport.Pass;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.transport.PlayerPasses;
import dev.keepstone.net.transport.TransportCounter;
import dev.keepstone.net.transport.TransportCounters;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * The plain UDP port that players ask first. It keeps nothing about a source until that has shown
 * the cookie that was sent to it; then it makes a pass for one Aeron session on the port pair with
 * the fewest players. An answer has the length of its question, a datagram that is none of ours
 * gets none.
 *
 * <p>For one thread, which {@link #poll}s it.
 */
public final class CookieServer implements AutoCloseable {
  private static final int SOCKET_BUFFER_BYTES = 256 * 1024;
  private static final long SWEEP_NS = TimeUnit.SECONDS.toNanos(1);

  private final DatagramChannel channel;
  private final CookieMint mint;
  private final PlayerPasses passes;
  private final AllowList allowed;
  private final TransportCounters counters;
  private final int version;
  private final int cookiePort;
  private final int pairs;
  private final int[] playersByPair;
  private final CookieFlyweight datagram = new CookieFlyweight();

  private boolean hasSwept;
  private long nextSweepNs;

  /**
   * Binds the port.
   *
   * @param address of the cookie port; the pairs of Aeron ports come after it
   * @param pairs of Aeron ports
   * @param version that clients must speak
   * @throws IOException when it cannot be bound
   */
  public CookieServer(
      InetSocketAddress address, int pairs, int version, PlayerPasses passes, SecureRandom random)
      throws IOException {
    this.pairs = pairs;
    this.version = version;
    cookiePort = address.getPort();
    playersByPair = new int[pairs];
    this.passes = passes;
    allowed = passes.requests();
    counters = passes.counters();
    mint = new CookieMint(random);
    channel =
        DatagramChannel.open(
            address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
      channel.bind(address);
      channel.configureBlocking(false);
    } catch (IOException e) {
      CloseHelper.quietClose(channel);
      throw e;
    }
  }

  /**
   * Answers what has come, at most {@code limit} datagrams.
   *
   * @return datagrams taken
   */
  public int poll(long nowNs, int limit) {
    if (!hasSwept || nowNs - nextSweepNs >= 0) {
      hasSwept = true;
      nextSweepNs = nowNs + SWEEP_NS;
      sweep();
    }
    int taken = 0;
    while (taken < limit) {
      InetSocketAddress source = receive();
      if (source == null) {
        break;
      }
      taken++;
      if (datagram.isSound()) {
        onDatagram(source, nowNs);
      } else {
        counters.increment(TransportCounter.COOKIE_JUNK);
      }
    }
    return taken;
  }

  /** Ends the passes of those who are gone, and counts anew who is on which port. */
  private void sweep() {
    int expired = passes.requests().removeExpired() + passes.responses().removeExpired();
    counters.add(TransportCounter.PASSES_EXPIRED, expired);
    for (int pair = 0; pair < pairs; pair++) {
      playersByPair[pair] = allowed.countOf(requestPort(pair));
    }
  }

  @Override
  public void close() {
    CloseHelper.quietClose(channel);
  }

  private void onDatagram(InetSocketAddress source, long nowNs) {
    byte kind = datagram.kind();
    if ((kind != CookieFlyweight.ASK && kind != CookieFlyweight.PRESENT) || datagram.code() != 0) {
      counters.increment(TransportCounter.COOKIE_JUNK);
    } else if (datagram.version() != version) {
      counters.increment(TransportCounter.CLIENTS_OF_OTHER_VERSION);
      refuse(RefusalCode.VERSION_MISMATCH, source);
    } else if (kind == CookieFlyweight.ASK) {
      counters.increment(TransportCounter.COOKIES_SENT);
      mint.answer(datagram, source, nowNs);
      send(source);
    } else if (mint.accepts(datagram, source, nowNs)) {
      admit(source);
    } else {
      counters.increment(TransportCounter.COOKIES_REFUSED);
      refuse(RefusalCode.EXPIRED, source);
    }
  }

  private void admit(InetSocketAddress source) {
    int sessionId = mint.sessionId();
    Pass pass = allowed.find(sessionId);
    if (pass == null) {
      int pair = emptiest();
      pass = allowed.add(sessionId, source.getAddress(), requestPort(pair));
      if (pass != null) {
        playersByPair[pair]++;
        counters.increment(TransportCounter.PASSES_ISSUED);
      }
    } else if (!pass.address().equals(source.getAddress())) {
      pass = null; // two clients drew the same number: this one must ask again
    }
    if (pass == null) {
      counters.increment(TransportCounter.PASSES_REFUSED);
      refuse(RefusalCode.SERVER_FULL, source);
      return;
    }
    datagram
        .begin(CookieFlyweight.ADMITTED, version, datagram.nonce())
        .sessionId(sessionId)
        .portOffset(pass.localPort() - cookiePort);
    send(source);
  }

  private void refuse(RefusalCode code, InetSocketAddress source) {
    datagram.begin(CookieFlyweight.REFUSED, version, datagram.nonce()).code(code.value());
    send(source);
  }

  private int requestPort(int pair) {
    return PlayerChannels.requestPort(cookiePort, pair);
  }

  private int emptiest() {
    int best = 0;
    for (int pair = 1; pair < pairs; pair++) {
      best = playersByPair[pair] < playersByPair[best] ? pair : best;
    }
    return best;
  }

  private @Nullable InetSocketAddress receive() {
    try {
      return (InetSocketAddress) channel.receive(datagram.toReceive());
    } catch (PortUnreachableException e) {
      return null; // somebody before did not wait for the answer
    } catch (IOException e) {
      counters.increment(TransportCounter.COOKIE_JUNK);
      return null;
    }
  }

  /** A socket without room drops the answer; the client asks again. */
  private void send(InetSocketAddress source) {
    try {
      channel.send(datagram.toSend(), source);
    } catch (IOException e) {
      counters.increment(TransportCounter.COOKIE_JUNK);
    }
  }
}
