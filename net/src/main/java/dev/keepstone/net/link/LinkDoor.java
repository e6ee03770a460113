package dev.keepstone.net.link;

import dev.keepstone.net.seal.LinkExchange;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * The server's plain UDP port for gateways. Who cannot make a tag under the link key gets no answer
 * and costs one HMAC; who can, or plays a recorded hello again, costs one X25519 and a place in a
 * short list until it has proven that it is there now.
 *
 * <p>For one thread; nothing waits.
 */
final class LinkDoor implements AutoCloseable {
  /** Handshakes that are open, or were closed a moment ago and may be asked for again. */
  private static final int MAX_EXCHANGES = 32;

  private static final long EXCHANGE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final int RANDOM_BYTES = 16;

  private final DatagramChannel channel;
  private final byte[] linkKey;
  private final byte[] helloKey;
  private final SecureRandom random;
  private final LinkCounters counters;
  private final Guests guests;
  private final Map<ByteBuffer, Exchange> exchanges = new LinkedHashMap<>();
  private final LinkDatagram datagram = new LinkDatagram();
  private final LinkDatagram answer = new LinkDatagram();

  /** Where those go who have proven themselves. */
  interface Guests {
    /**
     * Makes room for a gateway.
     *
     * @return null when there are too many
     */
    @Nullable Place admit(InetSocketAddress source, LinkExchange exchange);
  }

  /**
   * A gateway's place.
   *
   * @param sessionId what it must publish with
   * @param portOffset where to, counted from this port
   */
  record Place(int sessionId, int portOffset, int number, int epoch) {}

  private static final class Exchange {
    final LinkExchange keys;
    final byte[] challenge;
    final long startedNs;
    byte @Nullable [] welcome;

    Exchange(LinkExchange keys, byte[] challenge, long startedNs) {
      this.keys = keys;
      this.challenge = challenge;
      this.startedNs = startedNs;
    }
  }

  /**
   * Binds the port.
   *
   * @throws IOException when it cannot be bound
   */
  LinkDoor(
      InetSocketAddress address,
      byte[] linkKey,
      SecureRandom random,
      LinkCounters counters,
      Guests guests)
      throws IOException {
    this.linkKey = linkKey.clone();
    this.random = random;
    this.counters = counters;
    this.guests = guests;
    helloKey = LinkExchange.helloKey(linkKey);
    channel =
        DatagramChannel.open(
            address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
    try {
      channel.bind(address);
      channel.configureBlocking(false);
    } catch (IOException e) {
      CloseHelper.quietClose(channel);
      throw e;
    }
  }

  /** Answers what has come, at most {@code limit} datagrams; returns how many. */
  int poll(long nowNs, int limit) {
    int taken = 0;
    while (taken < limit) {
      InetSocketAddress source = receive();
      if (source == null) {
        break;
      }
      taken++;
      if (!datagram.isSound() || !onDatagram(source, datagram.copy(), nowNs)) {
        counters.increment(LinkCounter.KNOCKS_DROPPED);
      }
    }
    return taken;
  }

  @Override
  public void close() {
    CloseHelper.quietClose(channel);
  }

  /** False for what gets no answer. */
  private boolean onDatagram(InetSocketAddress source, byte[] bytes, long nowNs) {
    return switch (datagram.kind()) {
      case LinkDatagram.HELLO -> onHello(source, bytes, nowNs);
      case LinkDatagram.PROOF -> onProof(source, bytes);
      default -> false;
    };
  }

  private boolean onHello(InetSocketAddress source, byte[] bytes, long nowNs) {
    if (!LinkExchange.hasTag(helloKey, bytes)) {
      return false;
    }
    if (!datagram.isOurVersion()) {
      refuse(source, LinkDatagram.OTHER_VERSION);
      return true;
    }
    forgetOld(nowNs);
    ByteBuffer id = ByteBuffer.wrap(datagram.linkId());
    Exchange known = exchanges.get(id);
    if (known != null) {
      send(known.challenge, source); // it was lost, or somebody plays the hello again
      return true;
    }
    LinkExchange keys = new LinkExchange(linkKey, random);
    byte[] nonce = new byte[RANDOM_BYTES];
    random.nextBytes(nonce);
    byte[] challenge =
        answer
            .begin(LinkDatagram.CHALLENGE, datagram.linkId())
            .key(keys.publicKey())
            .random(nonce)
            .copy();
    keys.putTag(challenge);
    if (!keys.agree(datagram.key(), bytes, challenge)) {
      return false;
    }
    exchanges.put(id, new Exchange(keys, challenge, nowNs));
    send(challenge, source);
    return true;
  }

  private boolean onProof(InetSocketAddress source, byte[] bytes) {
    Exchange exchange = exchanges.get(ByteBuffer.wrap(datagram.linkId()));
    if (exchange == null || !exchange.keys.hasGatewayProof(bytes)) {
      return false;
    }
    byte[] welcome = exchange.welcome;
    if (welcome == null) {
      Place place = guests.admit(source, exchange.keys);
      if (place == null) {
        refuse(source, LinkDatagram.FULL);
        return true;
      }
      welcome =
          answer
              .begin(LinkDatagram.WELCOME, datagram.linkId())
              .sessionId(place.sessionId())
              .portOffset(place.portOffset())
              .number(place.number())
              .epoch(place.epoch())
              .copy();
      exchange.keys.putWorldProof(welcome);
      exchange.welcome = welcome;
    }
    send(welcome, source);
    return true;
  }

  private void refuse(InetSocketAddress source, int code) {
    counters.increment(LinkCounter.KNOCKS_REFUSED);
    byte[] refused = answer.begin(LinkDatagram.REFUSED, datagram.linkId()).code(code).copy();
    LinkExchange.putTag(helloKey, refused);
    send(refused, source);
  }

  /** Those whose time is over, and the oldest when there are too many. */
  private void forgetOld(long nowNs) {
    Iterator<Exchange> oldestFirst = exchanges.values().iterator();
    while (oldestFirst.hasNext()) {
      Exchange oldest = oldestFirst.next();
      if (exchanges.size() < MAX_EXCHANGES && nowNs - oldest.startedNs < EXCHANGE_NS) {
        return;
      }
      oldestFirst.remove();
    }
  }

  private @Nullable InetSocketAddress receive() {
    try {
      return (InetSocketAddress) channel.receive(datagram.toReceive());
    } catch (PortUnreachableException e) {
      return null; // a gateway before did not wait for the answer
    } catch (IOException e) {
      counters.increment(LinkCounter.KNOCKS_DROPPED);
      return null;
    }
  }

  /** A socket without room drops the answer; the gateway asks again. */
  private void send(byte[] bytes, InetSocketAddress source) {
    try {
      channel.send(ByteBuffer.wrap(bytes), source);
    } catch (IOException e) {
      counters.increment(LinkCounter.KNOCKS_DROPPED);
    }
  }
}
