package dev.keepstone.bench.link;

import dev.keepstone.bench.crash.Ports;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.EnterDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.SayDecoder;
import dev.keepstone.net.link.GatewayLinks;
import dev.keepstone.net.link.GatewaysConfig;
import dev.keepstone.net.link.LinkCounters;
import dev.keepstone.net.transport.DriverSettings;
import dev.keepstone.net.transport.PlayerPasses;
import io.aeron.CommonContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A server's end: its driver and {@code GatewayLinks} are what is measured; the world beside them
 * lets everybody in and, at each tick, tells everybody something in one go.
 */
final class ServerSide implements AutoCloseable {
  private static final int FIRST_NUMBER = 1;
  private static final int NUMBER_SHIFT = 48;
  private static final String HOST = "127.0.0.1";

  private final LinkPlan plan;
  private final Tally inputs;
  private final Tally updates;
  private final Side links = new Side();
  private final Side world = new Side();
  private final ConcurrentLinkedQueue<Long> newcomers = new ConcurrentLinkedQueue<>();
  private final int port;
  private final List<Outbox> outboxes;

  ServerSide(LinkPlan plan, byte[] linkKey, Tally inputs, Tally updates) {
    this.plan = plan;
    this.inputs = inputs;
    this.updates = updates;
    port = Ports.forServer(1);
    PlayerPasses passes = new PlayerPasses(plan.gateways(), SystemNanoClock.INSTANCE);
    GatewayLinks agent =
        new GatewayLinks(
            new GatewaysConfig(Path.of("unused"), HOST, port, plan.gateways()),
            linkKey,
            FIRST_NUMBER,
            links.connect(
                DriverSettings.links(CommonContext.generateRandomDirName(), error -> {}, passes)),
            passes,
            this::onMessage,
            new OpenDesk(),
            new SecureRandom(),
            SystemNanoClock.INSTANCE,
            new LinkCounters());
    outboxes = agent.outboxes();
    links.run(agent);
    world.run(new TickAgent());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** What the links cost the server; the world is not among it. */
  long cpuNs() {
    return links.cpuNs();
  }

  void check() {
    links.check();
    world.check();
  }

  /** The world's inbox, on the links' thread. */
  private boolean onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    switch (new MessageHeaderDecoder().wrap(buffer, offset).templateId()) {
      case SayDecoder.TEMPLATE_ID ->
          inputs.onReceived(Messages.inputDueNs(buffer, offset), System.nanoTime());
      case EnterDecoder.TEMPLATE_ID -> newcomers.add(Messages.session(buffer, offset));
      default -> {
        // a farewell at the end
      }
    }
    return true;
  }

  private Outbox outboxOf(long session) {
    return outboxes.get((int) (session >>> NUMBER_SHIFT) - FIRST_NUMBER);
  }

  private final class TickAgent implements Agent {
    private final Messages messages = new Messages();
    private final LongArrayList sessions = new LongArrayList();
    private long nextTickNs = System.nanoTime();

    @Override
    public int doWork() {
      long nowNs = System.nanoTime();
      if (nowNs - nextTickNs < 0) {
        return 0;
      }
      nextTickNs += Math.max(1, (nowNs - nextTickNs) / LinkPlan.INTERVAL_NS) * LinkPlan.INTERVAL_NS;
      if (sessions.size() == plan.players()) {
        for (int i = 0; i < sessions.size(); i++) {
          long session = sessions.getLong(i);
          messages.update(session, System.nanoTime());
          updates.onOffered(outboxOf(session).offer(messages.buffer(), 0, plan.updateBytes()));
        }
      } else {
        letIn();
      }
      return 1;
    }

    private void letIn() {
      Long session = newcomers.peek();
      while (session != null
          && outboxOf(session).offer(messages.buffer(), 0, messages.entered(session))) {
        sessions.addLong(session);
        newcomers.remove();
        session = newcomers.peek();
      }
    }

    @Override
    public String roleName() {
      return "world";
    }
  }

  @Override
  public void close() {
    world.close();
    links.close();
  }
}
