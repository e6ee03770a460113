package dev.keepstone.bench.link;

import dev.keepstone.net.link.LinkCounters;
import dev.keepstone.net.link.RemoteWorldLink;
import dev.keepstone.net.transport.DriverSettings;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SystemNanoClock;

/**
 * All gateways: a {@code RemoteWorldLink} each, on one thread and one driver, because on this
 * machine sixteen of each would be what is measured.
 */
final class GatewaySide implements AutoCloseable {
  private final Side side = new Side();
  private final List<LoadedGateway> gateways = new ArrayList<>();

  GatewaySide(
      LinkPlan plan, InetSocketAddress server, byte[] linkKey, Tally inputs, Tally updates) {
    Aeron aeron =
        side.connect(
            DriverSettings.linkToWorld(CommonContext.generateRandomDirName(), error -> {}));
    LinkCounters counters = new LinkCounters();
    long nowNs = System.nanoTime();
    for (int i = 0; i < plan.gateways(); i++) {
      RemoteWorldLink link =
          new RemoteWorldLink(
              server, linkKey, aeron, new SecureRandom(), SystemNanoClock.INSTANCE, counters);
      gateways.add(
          new LoadedGateway(
              link,
              plan.playersOf(i),
              plan.inputBytes(),
              nowNs + i * LinkPlan.INTERVAL_NS / plan.players(),
              inputs,
              updates));
    }
    side.run(new GatewaysAgent());
  }

  /** Players who are in. */
  int playing() {
    return gateways.stream().mapToInt(LoadedGateway::playing).sum();
  }

  /** From now on players send. */
  void play() {
    gateways.forEach(LoadedGateway::play);
  }

  long cpuNs() {
    return side.cpuNs();
  }

  void check() {
    side.check();
  }

  private final class GatewaysAgent implements Agent {
    @Override
    public int doWork() {
      int work = 0;
      for (LoadedGateway gateway : gateways) {
        work += gateway.doWork();
      }
      return work;
    }

    @Override
    public void onClose() {
      gateways.forEach(LoadedGateway::close);
    }

    @Override
    public String roleName() {
      return "gateways";
    }
  }

  @Override
  public void close() {
    side.close();
  }
}
