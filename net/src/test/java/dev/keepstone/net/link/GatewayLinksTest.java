package dev.keepstone.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.FarewellEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.DirectoryDesk;
import dev.keepstone.net.auth.LoginGuard;
import dev.keepstone.net.auth.PasswordHashing;
import dev.keepstone.net.auth.PasswordPool;
import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.gateway.WorldLink;
import dev.keepstone.net.harness.MemoryAccounts;
import dev.keepstone.net.harness.MemoryQueue;
import dev.keepstone.net.harness.TestConfigs;
import dev.keepstone.net.transport.DriverSettings;
import dev.keepstone.net.transport.PlayerPasses;
import dev.keepstone.net.wire.sbe.RefusalCode;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ends of links over real UDP on loopback, stepped by the test. */
final class GatewayLinksTest {
  private static final int FIRST_NUMBER = 2;

  private final SecureRandom random = new SecureRandom();
  private final byte[] linkKey = random.generateSeed(32);
  private final CachedNanoClock clock = new CachedNanoClock();
  private final LinkCounters counters = new LinkCounters();
  private final LinkCounters gatewayCounters = new LinkCounters();
  private final MemoryQueue world = new MemoryQueue(1_000);
  private final PlayerPasses passes = new PlayerPasses(2, SystemNanoClock.INSTANCE);
  private final GatewayConfig net = TestConfigs.gateway("");
  private final PasswordPool pool =
      new PasswordPool(
          net.password(),
          new PasswordHashing(net.password().kdf(), random),
          SystemNanoClock.INSTANCE);
  private final MediaDriver serverDriver =
      MediaDriver.launch(
          DriverSettings.links(CommonContext.generateRandomDirName(), error -> {}, passes));
  private final MediaDriver gatewayDriver =
      MediaDriver.launch(
          DriverSettings.linkToWorld(CommonContext.generateRandomDirName(), error -> {}));
  private final Aeron serverAeron = connect(serverDriver);
  private final Aeron gatewayAeron = connect(gatewayDriver);
  private final int port = TestConfigs.freePort();
  private final DirectoryDesk desk =
      new DirectoryDesk(
          new MemoryAccounts(), pool, new LoginGuard(net.lockout(), SystemNanoClock.INSTANCE));
  private final GatewayLinks links =
      new GatewayLinks(
          new GatewaysConfig(Path.of("unused"), "127.0.0.1", port, 1),
          linkKey,
          FIRST_NUMBER,
          serverAeron,
          passes,
          world,
          desk,
          random,
          clock,
          counters);
  private RemoteWorldLink gateway = gateway(linkKey);
  private final AtomicInteger updates = new AtomicInteger();

  /** Of the machine's clock. */
  private long aheadNs;

  GatewayLinksTest() throws IOException {
    clock.update(System.nanoTime());
  }

  private static Aeron connect(MediaDriver driver) {
    return Aeron.connect(
        new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .idleSleepDurationNs(2_000_000));
  }

  private RemoteWorldLink gateway(byte[] key) {
    return new RemoteWorldLink(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        key,
        gatewayAeron,
        random,
        clock,
        gatewayCounters);
  }

  @AfterEach
  void close() {
    gateway.close();
    links.onClose();
    CloseHelper.quietCloseAll(pool, gatewayAeron, serverAeron, gatewayDriver, serverDriver);
  }

  private void step() {
    clock.update(System.nanoTime() + aheadNs);
    links.doWork();
    gateway.poll((buffer, offset, lengthBytes) -> updates.incrementAndGet(), 1_000);
    gateway.flush();
  }

  private void until(BooleanSupplier condition) throws InterruptedException {
    long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("reached in time; " + gateway.complaint())
          .isLessThan(limitNs);
      step();
      Thread.sleep(1);
    }
  }

  @Test
  void carriesLoginsUpdatesAndPassesOnTheLossOfAGateway() throws InterruptedException {
    assertThat(gateway.sessionIdBase()).isEqualTo(WorldLink.NO_WORLD);
    until(gateway::isUp);
    long base = gateway.sessionIdBase();
    assertThat(base >>> 48).isEqualTo(FIRST_NUMBER);

    CompletableFuture<AuthResult> registered =
        gateway.accounts().register(base | 1, "ada", "correct horse".getBytes(UTF));
    until(registered::isDone);
    assertThat(registered.join().playerId()).isEqualTo(MemoryAccounts.FIRST_PLAYER_ID);

    Outbox outbox = links.outboxes().get(0);
    UnsafeBuffer message = new UnsafeBuffer(new byte[30_000]);
    new FarewellEncoder()
        .wrapAndApplyHeader(message, 0, new MessageHeaderEncoder())
        .session(base | 1);
    int offered = 0;
    long refused = 0;
    while (offered < 600) {
      if (outbox.offer(message, 0, message.capacity())) {
        offered++;
      } else {
        refused++; // 18 MB do not fit: the world is refused, and never waits
        step();
      }
    }
    assertThat(refused).isPositive();
    until(() -> updates.get() == 600);

    // Falls silent without a word, as a killed process does.
    RemoteWorldLink dead = gateway;
    gateway = gateway(linkKey);
    until(() -> gateway.complaint().contains("as many gateways as it takes"));
    assertThat(counters.get(LinkCounter.KNOCKS_REFUSED)).isPositive();
    aheadNs = LinkLimits.LOSS_NS;
    until(gateway::isUp);
    assertThat(counters.get(LinkCounter.LINKS_LOST)).isEqualTo(1);
    assertThat(gateway.sessionIdBase()).isNotEqualTo(base);
    assertThat(outbox.offer(message, 0, message.capacity())).isTrue();
    until(() -> counters.get(LinkCounter.MESSAGES_UNHEARD) == 1);
    dead.close();

    links.refuseNewcomers();
    until(() -> !gateway.acceptsNewcomers());
    links.sayGoodbye();
    until(() -> !gateway.isUp());
    assertThat(gateway.complaint()).contains("the server has stopped");
  }

  /** The other gateway is the server's own: it asks the same desk. */
  @Test
  void wrongGuessesAreCountedForAllGatewaysTogether() throws InterruptedException {
    until(gateway::isUp);
    long session = gateway.sessionIdBase() | 1;
    for (int i = 0; i < 2; i++) {
      assertThat(desk.login(7, "192.0.2.1", "ada", "guess".getBytes(UTF), "").join().refusal())
          .isEqualTo(RefusalCode.BAD_CREDENTIALS);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(login(session, "192.0.2.2").refusal()).isEqualTo(RefusalCode.BAD_CREDENTIALS);
    }

    AuthResult sixth = login(session, "192.0.2.3");

    assertThat(sixth.refusal()).isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(sixth.retryAfterMs()).isBetween(200_000L, 300_001L);
    for (int i = 0; i < 5; i++) {
      gateway.accounts().onWrongToken("192.0.2.4");
    }
    CompletableFuture<AuthResult> resumed =
        gateway.accounts().resume(session, "192.0.2.4", "bob", "");
    until(resumed::isDone);
    assertThat(resumed.join().refusal()).isEqualTo(RefusalCode.RATE_LIMITED);
  }

  private AuthResult login(long session, String address) throws InterruptedException {
    CompletableFuture<AuthResult> asked =
        gateway.accounts().login(session, address, "ada", "guess".getBytes(UTF), "");
    until(asked::isDone);
    return asked.join();
  }

  @Test
  void letsNobodyNearWithoutTheKey() throws InterruptedException, IOException {
    byte[] other = linkKey.clone();
    other[0] ^= 1;
    gateway = gateway(other);
    try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      stranger.setSoTimeout(1);
      for (int length : new int[] {0, 10, 143, 144, 145, 1_000}) {
        byte[] junk = random.generateSeed(length);
        stranger.send(new DatagramPacket(junk, length, InetAddress.getLoopbackAddress(), port));
      }
      until(() -> counters.get(LinkCounter.KNOCKS_DROPPED) >= 12);
    }

    assertThat(gateway.isUp()).isFalse();
    assertThat(gateway.complaint()).contains("no answer from a server").contains("same key file");
    assertThat(links.gatewayCount()).isZero();
    assertThat(passes.requests().size()).isZero();
  }

  private static final java.nio.charset.Charset UTF = java.nio.charset.StandardCharsets.UTF_8;
}
