package dev.keepstone.net.link;

import dev.keepstone.net.seal.LinkExchange;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's half of the handshake on the server's plain UDP port: says hello until it is
 * challenged, proves itself until it is welcome. Whatever is not of this server and this handshake
 * is dropped. For one thread; nothing waits.
 */
final class LinkKnock implements AutoCloseable {
  private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MAX_DATAGRAMS = 16;

  private final DatagramChannel channel;
  private final InetSocketAddress server;
  private final LinkExchange exchange;
  private final byte[] helloKey;
  private final byte[] linkId = new byte[LinkDatagram.LINK_ID_BYTES];
  private final byte[] hello;
  private final LinkDatagram datagram = new LinkDatagram();

  private byte[] toSend;
  private boolean isProven;
  private boolean hasSent;
  private long nextSendNs;
  private @Nullable Welcome welcome;
  private int refusal;

  /**
   * What the server has said.
   *
   * @param sessionId what to publish with
   * @param requestPort where to
   * @param sessionIdBase see {@link LinkIds}
   */
  record Welcome(
      InetAddress server,
      int sessionId,
      int requestPort,
      long sessionIdBase,
      LinkExchange exchange) {}

  LinkKnock(InetSocketAddress server, byte[] linkKey, SecureRandom random) throws IOException {
    this.server = server;
    exchange = new LinkExchange(linkKey, random);
    helloKey = LinkExchange.helloKey(linkKey);
    random.nextBytes(linkId);
    hello = datagram.begin(LinkDatagram.HELLO, linkId).key(exchange.publicKey()).copy();
    exchange.putTag(hello);
    toSend = hello;
    channel =
        DatagramChannel.open(
            server.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
    try {
      channel.configureBlocking(false);
      channel.connect(server);
    } catch (IOException e) {
      CloseHelper.quietClose(channel);
      throw e;
    }
  }

  /** Null until the server has let us in. */
  @Nullable Welcome welcome() {
    return welcome;
  }

  /** A code of {@link LinkDatagram}; 0 as long as the server has not turned us away. */
  int refusal() {
    return refusal;
  }

  /** Reads what has come, and says again what is not answered. Returns work done. */
  int poll(long nowNs) {
    int taken = 0;
    try {
      while (taken < MAX_DATAGRAMS && channel.receive(datagram.toReceive()) != null) {
        taken++;
        if (datagram.isSound() && Arrays.equals(datagram.linkId(), linkId)) {
          onDatagram(datagram.copy());
        }
      }
    } catch (PortUnreachableException e) {
      taken++; // nobody is there yet
    } catch (IOException e) {
      taken++; // as good as a lost datagram
    }
    if (welcome == null && refusal == 0 && (!hasSent || nowNs - nextSendNs >= 0)) {
      hasSent = true;
      nextSendNs = nowNs + REPEAT_NS;
      send();
    }
    return taken;
  }

  @Override
  public void close() {
    CloseHelper.quietClose(channel);
  }

  private void onDatagram(byte[] bytes) {
    switch (datagram.kind()) {
      case LinkDatagram.CHALLENGE -> {
        if (!isProven && LinkExchange.hasTag(helloKey, bytes)) {
          isProven = exchange.agree(datagram.key(), hello, bytes);
          if (isProven) {
            toSend = datagram.begin(LinkDatagram.PROOF, linkId).copy();
            exchange.putGatewayProof(toSend);
            send();
          }
        }
      }
      case LinkDatagram.WELCOME -> {
        if (isProven && exchange.hasWorldProof(bytes)) {
          welcome =
              new Welcome(
                  server.getAddress(),
                  datagram.sessionId(),
                  server.getPort() + datagram.portOffset(),
                  LinkIds.base(datagram.number(), datagram.epoch()),
                  exchange);
        }
      }
      case LinkDatagram.REFUSED -> {
        if (LinkExchange.hasTag(helloKey, bytes)) {
          refusal = datagram.code();
        }
      }
      default -> {
        // none that a server sends
      }
    }
  }

  private void send() {
    try {
      channel.write(ByteBuffer.wrap(toSend));
    } catch (IOException e) {
      // Said again in a moment: a server that is not there yet answers with ICMP.
      hasSent = true;
    }
  }
}
