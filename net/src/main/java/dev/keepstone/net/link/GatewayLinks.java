package dev.keepstone.net.link;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.gateway.TransportException;
import dev.keepstone.net.seal.LinkExchange;
import dev.keepstone.net.transport.AllowList;
import dev.keepstone.net.transport.Pass;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.transport.PlayerPasses;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's links to gateways in processes of their own: who proves to have the key gets a number,
 * and with it one of the world's outboxes, until its link is lost. Its sessions then are gone for
 * the world, as if each had lost its own.
 *
 * <pre>
 *  host:port       plain UDP: the handshake ({@link LinkDatagram})
 *  host:port + 1   Aeron, stream 1: what gateways say, an image each
 *  host:port + 2   Aeron, stream 2: what each is told (response channels)
 * </pre>
 *
 * <p>An agent with a thread of its own: the tick neither seals nor sends.
 */
public final class GatewayLinks implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayLinks.class);

  private static final int DATAGRAM_LIMIT = 16;

  /** Datagrams of one gateway in a cycle, so that the others have their turn. */
  private static final int FRAGMENT_LIMIT = 512;

  private static final int SESSION_ID_TRIES = 8;
  private static final long SWEEP_NS = TimeUnit.SECONDS.toNanos(1);

  private final NanoClock clock;
  private final String host;
  private final int port;
  private final Aeron aeron;
  private final PlayerPasses passes;
  private final Outbox worldInbox;
  private final AccountDesk desk;
  private final SecureRandom random;
  private final LinkCounters counters;
  private final Slot[] slots;
  private final LinkDoor door;
  private final Subscription subscription;
  private final ExclusivePublication prototype;

  private long nowNs;
  private long nextSweepNs;
  private volatile boolean isStopping;
  private volatile boolean saysGoodbye;
  private volatile int sessionCount;
  private volatile int gatewayCount;

  /** One number for a gateway. */
  private static final class Slot {
    final int number;
    final SlotOutbox outbox = new SlotOutbox();
    int epoch;
    @Nullable Arrival arrival;
    @Nullable GatewayPeer peer;

    Slot(int number) {
      this.number = number;
    }
  }

  /** A gateway that is welcome, until its stream is there. */
  private static final class Arrival {
    final Pass requestPass;
    final LinkExchange exchange;
    final long deadlineNs;
    @Nullable Pass responsePass;
    long publicationId = Aeron.NULL_VALUE;

    Arrival(Pass requestPass, LinkExchange exchange, long deadlineNs) {
      this.requestPass = requestPass;
      this.exchange = exchange;
      this.deadlineNs = deadlineNs;
    }
  }

  /**
   * Opens the ports. Blocks until the driver has bound them.
   *
   * @param firstNumber of the world's outboxes that are for these gateways
   * @param aeron on a driver of its own ({@code DriverSettings.links}); not owned
   * @param passes which that driver obeys
   * @param worldInbox takes from any thread
   * @throws TransportException when a port is in use, or the host is none of this machine
   */
  public GatewayLinks(
      GatewaysConfig config,
      byte[] linkKey,
      int firstNumber,
      Aeron aeron,
      PlayerPasses passes,
      Outbox worldInbox,
      AccountDesk desk,
      SecureRandom random,
      NanoClock clock,
      LinkCounters counters) {
    this.host = config.host();
    this.port = config.port();
    this.aeron = aeron;
    this.passes = passes;
    this.worldInbox = worldInbox;
    this.desk = desk;
    this.random = random;
    this.clock = clock;
    this.counters = counters;
    nowNs = clock.nanoTime();
    nextSweepNs = nowNs;
    slots = new Slot[config.max()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot(firstNumber + i);
    }
    LinkDoor openDoor = null;
    Subscription openSubscription = null;
    try {
      InetAddress address = InetAddress.getByName(host);
      openDoor =
          new LinkDoor(
              new InetSocketAddress(address, port), linkKey, random, counters, this::admit);
      openSubscription =
          aeron.addSubscription(
              PlayerChannels.serverRequests(host, requestPort()), PlayerChannels.REQUEST_STREAM_ID);
      prototype =
          aeron.addExclusivePublication(
              PlayerChannels.serverResponsePrototype(host, requestPort()),
              PlayerChannels.RESPONSE_STREAM_ID);
    } catch (IOException | RegistrationException e) {
      CloseHelper.quietCloseAll(openSubscription, openDoor);
      throw new TransportException(
          "cannot listen for gateways: "
              + host
              + ":"
              + port
              + " and the two ports after it (UDP) cause="
              + e.getMessage()
              + "; check keepstone.server.gateways.host and port",
          e);
    }
    door = openDoor;
    subscription = openSubscription;
  }

  /** Where the world speaks to these gateways, by number from the first one on. */
  public List<Outbox> outboxes() {
    List<Outbox> outboxes = new ArrayList<>();
    for (Slot slot : slots) {
      outboxes.add(slot.outbox);
    }
    return outboxes;
  }

  /** Gateways are told that newcomers are to be refused, and no other gateway is let in. */
  public void refuseNewcomers() {
    isStopping = true;
  }

  /** The links end when everything that the world has said is on its way. Any thread. */
  public void sayGoodbye() {
    saysGoodbye = true;
  }

  /** Sessions of these gateways that the world knows, as of the last cycle. Any thread. */
  public int sessionCount() {
    return sessionCount;
  }

  /** Gateways that are linked now. Any thread. */
  public int gatewayCount() {
    return gatewayCount;
  }

  @Override
  public int doWork() {
    nowNs = clock.nanoTime();
    int work = isStopping ? 0 : door.poll(nowNs, DATAGRAM_LIMIT);
    int sessions = 0;
    int gateways = 0;
    for (Slot slot : slots) {
      work += serve(slot);
      GatewayPeer peer = slot.peer;
      if (peer != null) {
        sessions += peer.sessionCount();
        gateways += peer.loss() == null ? 1 : 0;
      }
    }
    sessionCount = sessions;
    gatewayCount = gateways;
    if (nowNs - nextSweepNs >= 0) {
      nextSweepNs = nowNs + SWEEP_NS;
      sweep();
    }
    return work;
  }

  @Override
  public void onClose() {
    for (Slot slot : slots) {
      if (slot.peer != null) {
        slot.peer.close();
      }
    }
    CloseHelper.quietCloseAll(door, subscription, prototype);
  }

  @Override
  public String roleName() {
    return "gateway links";
  }

  private int serve(Slot slot) {
    GatewayPeer peer = slot.peer;
    if (peer == null) {
      return slot.arrival == null ? 0 : receive(slot, slot.arrival);
    }
    int work = 1;
    try {
      work = peer.doWork(nowNs, isStopping, saysGoodbye, FRAGMENT_LIMIT);
    } catch (RuntimeException e) {
      LOG.error("serving a gateway failed (a bug): number={}", slot.number, e);
      peer.onFault();
    }
    String loss = peer.loss();
    if (loss != null || (saysGoodbye && peer.isDone())) {
      part(slot, peer, loss);
    }
    return work;
  }

  /** Looks whether the gateway's stream has come, and opens ours. */
  private int receive(Slot slot, Arrival arrival) {
    Image image = subscription.imageBySessionId(arrival.requestPass.sessionId());
    if (image == null) {
      if (nowNs - arrival.deadlineNs >= 0) {
        LOG.warn("a gateway has proven itself and then not come: number={}", slot.number);
        forget(slot, arrival);
      }
      return 0;
    }
    try {
      if (arrival.publicationId == Aeron.NULL_VALUE) {
        Pass responsePass =
            pass(
                passes.responses(),
                arrival.requestPass.address(),
                PlayerChannels.responsePort(requestPort()));
        if (responsePass == null) {
          forget(slot, arrival);
          return 1;
        }
        arrival.responsePass = responsePass;
        arrival.publicationId =
            aeron.asyncAddExclusivePublication(
                PlayerChannels.serverResponses(
                    host, requestPort(), image.correlationId(), responsePass.sessionId()),
                PlayerChannels.RESPONSE_STREAM_ID);
      }
      ExclusivePublication publication = aeron.getExclusivePublication(arrival.publicationId);
      if (publication != null) {
        meet(slot, arrival, image, publication);
      }
    } catch (RegistrationException e) {
      LOG.warn("a gateway has gone before its link was open: number={}", slot.number);
      forget(slot, arrival);
    }
    return 1;
  }

  private void meet(Slot slot, Arrival arrival, Image image, ExclusivePublication publication) {
    AeronBatchChannel channel =
        new AeronBatchChannel(image, publication, () -> takeBackPasses(arrival));
    SealedLink link =
        new SealedLink(
            channel, arrival.exchange.worldStream(LinkLimits.BATCH_BYTES), counters, nowNs);
    slot.arrival = null;
    slot.outbox.open();
    slot.peer =
        new GatewayPeer(
            LinkIds.base(slot.number, slot.epoch), link, slot.outbox, worldInbox, desk, counters);
    LOG.info(
        "a gateway is linked: number={} address={}", slot.number, arrival.requestPass.address());
  }

  /** The number is free again once the world knows that its sessions are gone. */
  private void part(Slot slot, GatewayPeer peer, @Nullable String loss) {
    slot.outbox.close();
    int sessions = peer.sessionCount();
    if (!peer.leaveAll()) {
      return; // the inbox is full: in the next cycle
    }
    if (!saysGoodbye) {
      counters.increment(LinkCounter.LINKS_LOST);
      LOG.warn(
          "a gateway's link has ended: number={} reason={} sessions={}",
          slot.number,
          loss,
          sessions);
    }
    peer.close();
    slot.peer = null;
  }

  /** Called by the door, for one that has the key. */
  private LinkDoor.@Nullable Place admit(InetSocketAddress source, LinkExchange exchange) {
    for (Slot slot : slots) {
      if (slot.peer == null && slot.arrival == null) {
        Pass requestPass = pass(passes.requests(), source.getAddress(), requestPort());
        if (requestPass == null) {
          return null;
        }
        slot.epoch++;
        slot.arrival = new Arrival(requestPass, exchange, nowNs + LinkLimits.LOSS_NS);
        return new LinkDoor.Place(
            requestPass.sessionId(), requestPort() - port, slot.number, slot.epoch);
      }
    }
    return null;
  }

  private @Nullable Pass pass(AllowList list, InetAddress address, int localPort) {
    Pass pass = null;
    for (int i = 0; i < SESSION_ID_TRIES && pass == null; i++) {
      pass = list.add(random.nextInt(), address, localPort);
    }
    return pass;
  }

  private void forget(Slot slot, Arrival arrival) {
    if (arrival.publicationId != Aeron.NULL_VALUE) {
      aeron.asyncRemovePublication(arrival.publicationId);
    }
    takeBackPasses(arrival);
    slot.arrival = null;
  }

  private void takeBackPasses(Arrival arrival) {
    // Aeron's last words take a moment: what was sent is still acknowledged.
    long deadlineNs = nowNs + SWEEP_NS;
    arrival.requestPass.closeAt(deadlineNs);
    if (arrival.responsePass != null) {
      arrival.responsePass.closeAt(deadlineNs);
    }
  }

  private void sweep() {
    passes.requests().removeExpired();
    passes.responses().removeExpired();
    for (Slot slot : slots) {
      if (slot.peer != null) {
        slot.peer.expire(nowNs);
      }
    }
  }

  private int requestPort() {
    return PlayerChannels.requestPort(port, 0);
  }
}
