package dev.keepstone.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keepstone.net.harness.FreePorts;
import dev.keepstone.net.transport.AllowList;
import dev.keepstone.net.transport.Pass;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.transport.PlayerPasses;
import dev.keepstone.net.transport.TransportCounter;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cookie port on loopback, stepped by the test on a clock that the test advances. */
class CookieExchangeTest {
  private static final int VERSION = 3;
  private static final int PAIRS = 4;
  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final CachedNanoClock clock = new CachedNanoClock();
  private final PlayerPasses passes = new PlayerPasses(1_000, clock);
  private final SecureRandom random = new SecureRandom();
  private int port;
  private CookieServer server;

  @BeforeEach
  void open() throws IOException {
    port = FreePorts.forServer(PAIRS);
    server = server("127.0.0.1", port);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private CookieServer server(String host, int cookiePort) throws IOException {
    return new CookieServer(
        new InetSocketAddress(host, cookiePort), PAIRS, VERSION, passes, random);
  }

  @Test
  void givesAPassToWhoShowsItsCookie() throws Exception {
    Invitation invitation = invite(VERSION);

    Pass pass = Objects.requireNonNull(passes.requests().find(invitation.sessionId()));
    assertThat(pass.address()).isEqualTo(InetAddress.getLoopbackAddress());
    assertThat(pass.localPort()).isEqualTo(invitation.requestPort());
    assertThat(invitation.requestPort())
        .isBetween(PlayerChannels.requestPort(port, 0), PlayerChannels.lastPort(port, PAIRS));
  }

  @Test
  void spreadsPlayersOverThePorts() throws Exception {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < PAIRS; i++) {
      ports.add(invite(VERSION).requestPort());
    }

    assertThat(ports).hasSize(PAIRS);
  }

  @Test
  void worksOverIpv6() throws Exception {
    InetAddress loopback = InetAddress.getByAddress(IPV6_LOOPBACK);
    int other = FreePorts.forServer(PAIRS);
    CookieServer six;
    try {
      six = server("::1", other);
    } catch (SocketException e) {
      assumeTrue(false, "skipped: this machine has no IPv6 loopback");
      return;
    }
    try (six;
        CookieClient client = new CookieClient(loopback, other, VERSION, random)) {
      exchange(six, client);
      assertThat(Objects.requireNonNull(client.invitation()).server()).isEqualTo(loopback);
    }
  }

  @Test
  void tellsAnOldClientWhichVersionIsSpoken() throws Exception {
    try (CookieClient old = client(VERSION - 1)) {
      exchange(server, old);

      assertThat(old.refusal()).isEqualTo(RefusalCode.VERSION_MISMATCH);
    }
    byte[] answer = ask(question(CookieFlyweight.ASK, VERSION + 9));
    assertThat(answer[4]).isEqualTo(CookieFlyweight.REFUSED);
    assertThat(answer[6]).as("the server's version").isEqualTo((byte) VERSION);
  }

  @Test
  void keepsNothingAboutWhoOnlyAsks() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      ask(question(CookieFlyweight.ASK, VERSION));
    }

    assertThat(passes.requests().size()).isZero();
    assertThat(count(TransportCounter.COOKIES_SENT)).isEqualTo(1_000);
  }

  @Test
  void answersWithNoMoreBytesThanItWasSent() throws Exception {
    byte[] question = question(CookieFlyweight.ASK, VERSION);
    assertThat(ask(question)).hasSize(question.length);
    for (int length : new int[] {0, 1, 8, 63, 65, 1_400}) {
      assertThat(ask(Arrays.copyOf(question, length))).as("length=%d", length).isEmpty();
    }
    assertThat(count(TransportCounter.COOKIE_JUNK)).isEqualTo(6);
  }

  @Test
  void refusesACookieThatIsForgedOldOrOfAnotherSource() throws Exception {
    byte[] cookie = ask(question(CookieFlyweight.ASK, VERSION));
    byte[] shown = cookie.clone();
    shown[4] = CookieFlyweight.PRESENT;
    for (int bit = 0; bit < 8 * 36; bit++) {
      byte[] forged = shown.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      byte[] answer = ask(forged);
      assertThat(answer.length == 0 || answer[4] != CookieFlyweight.ADMITTED)
          .as("bit=%d", bit)
          .isTrue();
    }
    assertThat(passes.requests().size()).isZero();

    try (DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      byte[] answer = ask(elsewhere, shown);
      assertThat(answer[4]).as("another port").isEqualTo(CookieFlyweight.REFUSED);
    }
    clock.advance(2 * CookieMint.SLOT_NS);
    assertThat(ask(shown)[4]).as("too old").isEqualTo(CookieFlyweight.REFUSED);
    assertThat(passes.requests().size()).isZero();
  }

  @Test
  void leadsACookieThatIsShownTwiceToTheSameSession() throws Exception {
    byte[] shown = ask(question(CookieFlyweight.ASK, VERSION));
    shown[4] = CookieFlyweight.PRESENT;
    byte[] first = ask(shown);
    clock.advance(CookieMint.SLOT_NS);
    byte[] second = ask(shown);

    assertThat(first[4]).isEqualTo(CookieFlyweight.ADMITTED);
    assertThat(second).isEqualTo(first);
    assertThat(passes.requests().size()).isEqualTo(1);
  }

  @Test
  void tellsThatItIsFull() throws Exception {
    for (int i = 0; i < AllowList.MAX_UNUSED_PER_ADDRESS; i++) {
      passes.requests().add(i, InetAddress.getLoopbackAddress(), port + 1);
    }
    try (CookieClient client = client(VERSION)) {
      exchange(server, client);

      assertThat(client.refusal()).isEqualTo(RefusalCode.SERVER_FULL);
    }
    clock.advance(AllowList.UNUSED_NS);
    assertThat(invite(VERSION)).as("when the unused ones are gone").isNotNull();
  }

  @Test
  void livesOnAfterJunk() throws Exception {
    long seed = System.nanoTime();
    Random junk = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = question((byte) junk.nextInt(7), junk.nextInt(5));
      if (i % 2 == 0) {
        junk.nextBytes(bytes);
      } else {
        bytes[8 + junk.nextInt(56)] ^= 1;
      }
      ask(bytes);
    }

    assertThat(passes.requests().size()).as("seed=%d", seed).isZero();
    assertThat(invite(VERSION)).isNotNull();
  }

  private final DatagramSocket stranger = stranger();

  private static DatagramSocket stranger() {
    try {
      return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(TransportCounter counter) {
    return passes.counters().get(counter);
  }

  private CookieClient client(int version) throws IOException {
    return new CookieClient(InetAddress.getLoopbackAddress(), port, version, random);
  }

  private Invitation invite(int version) throws IOException {
    try (CookieClient client = client(version)) {
      exchange(server, client);
      assertThat(client.refusal()).isNull();
      return Objects.requireNonNull(client.invitation());
    }
  }

  private void exchange(CookieServer with, CookieClient client) {
    long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (client.invitation() == null && client.refusal() == null) {
      assertThat(System.nanoTime()).as("answered in time").isLessThan(limitNs);
      client.poll(System.nanoTime());
      with.poll(clock.nanoTime(), 32);
    }
  }

  /** Sends one datagram, lets the server work, and returns its answer; empty when there is none. */
  private byte[] ask(byte[] question) throws IOException {
    return ask(stranger, question);
  }

  private byte[] ask(DatagramSocket socket, byte[] question) throws IOException {
    socket.send(
        new DatagramPacket(question, question.length, InetAddress.getLoopbackAddress(), port));
    long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    long junk = count(TransportCounter.COOKIE_JUNK);
    while (server.poll(clock.nanoTime(), 1) == 0) {
      assertThat(System.nanoTime()).as("arrived in time").isLessThan(limitNs);
    }
    if (count(TransportCounter.COOKIE_JUNK) > junk) {
      return new byte[0];
    }
    DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
    socket.setSoTimeout(5_000);
    try {
      socket.receive(answer);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no answer to a sound question", e);
    }
    return Arrays.copyOf(answer.getData(), answer.getLength());
  }

  private byte[] question(byte kind, int version) {
    return ByteBuffer.allocate(CookieFlyweight.LENGTH_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CookieFlyweight.MAGIC)
        .put(kind)
        .put((byte) 0)
        .putShort((short) version)
        .putLong(random.nextLong())
        .array();
  }
}
