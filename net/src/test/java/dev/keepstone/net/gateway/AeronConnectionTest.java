package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.transport.DriverSettings;
import dev.keepstone.net.transport.Pass;
import dev.keepstone.net.transport.PlayerPasses;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A client's connection on real Aeron, of which the test takes each step; in place of UDP, the
 * client listens in the same process.
 */
final class AeronConnectionTest {
  private static final int STREAM = 7;
  private static final String CHANNEL = "aeron:ipc?term-length=64k";
  private static final long START_NS = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);
  private static final long STALL_NS = 1_000;

  private final MediaDriver driver =
      MediaDriver.launch(
          DriverSettings.client(CommonContext.generateRandomDirName(), error -> {})
              .threadingMode(ThreadingMode.INVOKER));
  private final Aeron aeron =
      Aeron.connect(
          new Aeron.Context()
              .aeronDirectoryName(driver.aeronDirectoryName())
              .useConductorAgentInvoker(true)
              .driverAgentInvoker(driver.sharedAgentInvoker()));
  private final CachedNanoClock clock = new CachedNanoClock();
  private final PlayerPasses passes = new PlayerPasses(1, clock);
  private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1_000]);
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    CloseHelper.quietCloseAll(aeron, driver);
  }

  @Test
  void takesFramesOnceItsPublicationIsThere() {
    Subscription client = aeron.addSubscription(CHANNEL, STREAM);
    AeronConnection connection = connection(CHANNEL);
    assertThat(send(connection)).isFalse();

    finishOpening(connection);
    step();

    assertThat(send(connection)).isTrue();
    assertThat(client.poll((buffer, offset, length, header) -> {}, 10)).isEqualTo(1);
    assertThat(heard.disconnects).isZero();
  }

  @Test
  void cutsOffWhoTakesNothingForTooLong() {
    aeron.addSubscription(CHANNEL, STREAM);
    AeronConnection connection = open();
    fill(connection);

    assertThat(connection.cutWhenStalled(START_NS + STALL_NS - 1, 0, STALL_NS)).isFalse();
    // This process stood still meanwhile: that is not the client's fault.
    assertThat(connection.cutWhenStalled(START_NS + STALL_NS + 9, 10, STALL_NS)).isFalse();
    assertThat(heard.disconnects).isZero();
    assertThat(connection.cutWhenStalled(START_NS + STALL_NS + 10, 0, STALL_NS)).isTrue();
    assertThat(heard.disconnects).isEqualTo(1);

    assertThat(connection.cutWhenStalled(START_NS + 9 * STALL_NS, 0, STALL_NS)).isFalse();
    assertThat(send(connection)).isFalse();
    assertThat(heard.disconnects).isEqualTo(1);
  }

  @Test
  void keepsWhoTakesSomethingAgain() {
    Subscription client = aeron.addSubscription(CHANNEL, STREAM);
    AeronConnection connection = open();
    fill(connection);
    assertThat(connection.cutWhenStalled(START_NS + STALL_NS - 1, 0, STALL_NS)).isFalse();

    client.poll((buffer, offset, length, header) -> {}, 10);
    step();
    assertThat(send(connection)).isTrue();

    assertThat(connection.cutWhenStalled(START_NS + 2 * STALL_NS, 0, STALL_NS)).isFalse();
    // From here on anew: so long since it was full again.
    fill(connection);
    assertThat(connection.cutWhenStalled(START_NS + 3 * STALL_NS - 1, 0, STALL_NS)).isFalse();
    assertThat(connection.cutWhenStalled(START_NS + 3 * STALL_NS, 0, STALL_NS)).isTrue();
  }

  /** Its side of the stream may take a while to open; the session's deadline sees to that. */
  @Test
  void neverCutsOffWhoHasNotTakenAnythingYet() {
    AeronConnection connection = open();

    assertThat(send(connection)).isFalse();

    assertThat(connection.cutWhenStalled(START_NS + 9 * STALL_NS, 0, STALL_NS)).isFalse();
    assertThat(heard.disconnects).isZero();
  }

  @Test
  void endsWithThePublication() {
    AeronConnection connection = open();

    aeron.close();

    assertThat(send(connection)).isFalse();
    assertThat(heard.disconnects).isEqualTo(1);
  }

  /** 128 TiB are through: there is nothing after the last term. */
  @Test
  void endsWithTheLastPosition() {
    String last = CHANNEL + "|init-term-id=0|term-id=2147483647|term-offset=65472";
    AeronConnection connection = connection(last);
    finishOpening(connection);

    assertThat(send(connection)).isFalse();

    assertThat(heard.disconnects).isEqualTo(1);
  }

  @Test
  void endsWhenTheDriverRefusesThePublication() {
    AeronConnection connection = connection("aeron:ipc?term-length=63k");

    finishOpening(connection);

    assertThat(heard.disconnects).isEqualTo(1);
    assertThat(send(connection)).isFalse();
    connection.onDeparted();
    assertThat(heard.disconnects).as("told once").isEqualTo(1);
  }

  @Test
  void isNoLongerOpeningOnceItIsClosed() {
    AeronConnection connection = connection(CHANNEL);

    connection.close();
    step();

    assertThat(connection.isOpening()).isFalse();
    assertThat(send(connection)).isFalse();
    assertThat(heard.disconnects).as("its owner knows").isZero();
  }

  @Test
  void handsFramesOverUntilItIsClosed() {
    AeronConnection connection = connection(CHANNEL);
    finishOpening(connection);
    connection.onFrame(frame, 0, 10);

    connection.onDeparted();
    connection.onFrame(frame, 0, 10);
    connection.close();

    assertThat(heard.frames).isEqualTo(1);
    assertThat(heard.disconnects).isEqualTo(1);
  }

  @Test
  void hasNobodyToTellBeforeItHasAHandler() {
    AeronConnection connection = withoutHandler(CHANNEL);
    finishOpening(connection);

    connection.onFrame(frame, 0, 10);
    connection.onDeparted();
    connection.handler(heard);
    connection.onFrame(frame, 0, 10);

    assertThat(heard.frames).isZero();
    assertThat(heard.disconnects).isZero();
    assertThat(send(connection)).isFalse();
  }

  /** The last words are still acknowledged; then nobody may come in with them. */
  @Test
  void letsItsPassesRunOut() {
    AeronConnection connection = open();

    connection.close();
    clock.advance(TimeUnit.SECONDS.toNanos(3) - 1);
    assertThat(passes.requests().removeExpired() + passes.responses().removeExpired()).isZero();
    clock.advance(1);

    assertThat(passes.requests().removeExpired()).isEqualTo(1);
    assertThat(passes.responses().removeExpired()).isEqualTo(1);
  }

  private AeronConnection open() {
    AeronConnection connection = connection(CHANNEL);
    finishOpening(connection);
    step();
    return connection;
  }

  private AeronConnection connection(String channel) {
    AeronConnection connection = withoutHandler(channel);
    connection.handler(heard);
    return connection;
  }

  private AeronConnection withoutHandler(String channel) {
    clock.update(START_NS);
    InetAddress address = InetAddress.getLoopbackAddress();
    Pass request = Objects.requireNonNull(passes.requests().add(1, address, 7_778));
    Pass response = Objects.requireNonNull(passes.responses().add(2, address, 7_779));
    return new AeronConnection(
        aeron,
        aeron.asyncAddExclusivePublication(channel, STREAM),
        "192.0.2.7:40123",
        request,
        response,
        START_NS);
  }

  private void finishOpening(AeronConnection connection) {
    assertThat(connection.isOpening()).isTrue();
    for (int i = 0; i < 100 && connection.isOpening(); i++) {
      step();
    }
    assertThat(connection.isOpening()).isFalse();
  }

  /** Driver and client do what there is to do. */
  private void step() {
    for (int i = 0; i < 10; i++) {
      driver.sharedAgentInvoker().invoke();
      aeron.conductorAgentInvoker().invoke();
    }
  }

  /** Until the window is full; that is some thirty frames. */
  private void fill(AeronConnection connection) {
    int taken = 0;
    while (taken < 1_000 && send(connection)) {
      taken++;
    }
    assertThat(taken).isBetween(1, 100);
  }

  private boolean send(AeronConnection connection) {
    return connection.send(frame, 0, frame.capacity());
  }

  private static final class Heard implements Connection.Handler {
    int frames;
    int disconnects;

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
      frames++;
    }

    @Override
    public void onDisconnected() {
      disconnects++;
    }
  }
}
