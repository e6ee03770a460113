package dev.keepstone.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault does to a real Redis what its name says, and nothing else. */
class FaultProxyTest {
  private static final Duration NONE = Duration.ZERO;

  @TempDir private static Path home;
  private static EmbeddedRedis redis;
  private FaultProxy proxy;

  @BeforeAll
  static void startRedis() {
    ServerConfig config =
        ServerConfigReader.read(null, Map.of("keepstone.server.data", home.toString()));
    redis =
        EmbeddedRedis.start(config.persistence().embedded(config.dataFolder(), config.redisConf()));
  }

  @AfterAll
  static void stopRedis() {
    redis.stop();
  }

  @BeforeEach
  void startProxy() throws IOException {
    proxy = FaultProxy.start("127.0.0.1", 0, "redis-socket://" + redis.socket());
    try (Client client = new Client()) {
      assertThat(client.ask("SET n 0")).isEqualTo("+OK");
    }
  }

  @AfterEach
  void stopProxy() {
    proxy.close();
  }

  /** One connection through the proxy; speaks inline commands. */
  private final class Client implements AutoCloseable {
    private final Socket socket;

    Client() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
      socket.setSoTimeout(5_000);
    }

    void send(String command) throws IOException {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** A line without its end; what there was of it when the connection ended; or "(silence)". */
    String receive() throws IOException {
      StringBuilder line = new StringBuilder();
      InputStream in = socket.getInputStream();
      try {
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
          line.append(b == '\r' ? "" : Character.toString(b));
        }
      } catch (SocketTimeoutException e) {
        return "(silence)";
      } catch (IOException e) {
        return line.toString(); // reset instead of closed
      }
      return line.toString();
    }

    String ask(String command) throws IOException {
      send(command);
      return receive();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private String value() throws IOException {
    try (Client client = new Client()) {
      client.send("GET n");
      client.receive();
      return client.receive();
    }
  }

  @Test
  void cutBeforeNeverReachesTheStore() throws IOException {
    proxy.plan().set(Fault.once(FaultKind.CUT_BEFORE, "incr", 2, NONE, () -> {}));
    try (Client client = new Client()) {
      assertThat(client.ask("INCR n")).isEqualTo(":1");
      assertThat(client.ask("INCR n")).isEmpty();
    }
    assertThat(value()).isEqualTo("1");
    assertThat(proxy.plan().hits()).isEqualTo(1);
  }

  @Test
  void cutAfterExecutesAndSwallowsTheReply() throws IOException {
    AtomicInteger struck = new AtomicInteger();
    proxy.plan().set(Fault.once(FaultKind.CUT_AFTER, "incr", 1, NONE, struck::incrementAndGet));
    try (Client client = new Client()) {
      assertThat(client.ask("INCR n")).isEmpty();
    }
    assertThat(value()).isEqualTo("1");
    assertThat(struck).hasValue(1);
  }

  @Test
  void insideMultiTheExecIsHit() throws IOException {
    proxy.plan().set(Fault.once(FaultKind.CUT_BEFORE, "incr", 1, NONE, () -> {}));
    try (Client client = new Client()) {
      assertThat(client.ask("MULTI")).isEqualTo("+OK");
      assertThat(client.ask("INCR n")).isEqualTo("+QUEUED");
      assertThat(client.ask("EXEC")).isEmpty();
    }
    assertThat(value()).isEqualTo("0");
    proxy.plan().set(Fault.once(FaultKind.CUT_AFTER, "incr", 1, NONE, () -> {}));
    try (Client client = new Client()) {
      client.ask("MULTI");
      assertThat(client.ask("INCR n")).isEqualTo("+QUEUED");
      assertThat(client.ask("EXEC")).isEmpty();
    }
    assertThat(value()).isEqualTo("1");
  }

  @Test
  void truncatedReplyEndsInTheMiddle() throws IOException {
    proxy.plan().set(Fault.once(FaultKind.TRUNCATE, "ping", 1, NONE, () -> {}));
    try (Client client = new Client()) {
      assertThat(client.ask("PING")).isEqualTo("+PO");
    }
  }

  @Test
  void halfOpenAcceptsAndNeverAnswersUntilItEnds() throws IOException {
    proxy.plan().set(Fault.once(FaultKind.HALF_OPEN, "incr", 1, Duration.ofMillis(600), () -> {}));
    try (Client client = new Client();
        Client late = new Client()) {
      client.send("INCR n");
      client.socket.setSoTimeout(200);
      late.socket.setSoTimeout(200);
      assertThat(client.receive()).isEqualTo("(silence)");
      assertThat(late.ask("PING")).isEqualTo("(silence)");
      client.socket.setSoTimeout(5_000);
      late.socket.setSoTimeout(5_000);
      assertThat(client.receive()).isEmpty();
      assertThat(late.receive()).isEmpty();
    }
    assertThat(value()).isEqualTo("0");
  }

  @Test
  void drippedAndDelayedRepliesComeWhole() throws IOException {
    try (Client client = new Client()) {
      for (FaultKind kind :
          new FaultKind[] {FaultKind.DRIP, FaultKind.DELAY_REPLY, FaultKind.DELAY_COMMAND}) {
        proxy.plan().set(Fault.once(kind, "ping", 1, Duration.ofMillis(30), () -> {}));
        long startNs = System.nanoTime();
        assertThat(client.ask("PING")).as(kind.word()).isEqualTo("+PONG");
        assertThat(System.nanoTime() - startNs).as(kind.word()).isGreaterThan(30_000_000L);
        assertThat(client.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @Test
  void aDelayedCommandOfADeadConnectionIsStillExecuted() throws Exception {
    proxy
        .plan()
        .set(Fault.once(FaultKind.DELAY_COMMAND, "incr", 1, Duration.ofMillis(300), () -> {}));
    try (Client client = new Client()) {
      client.send("INCR n");
      Thread.sleep(50);
    }
    assertThat(value()).isEqualTo("0");
    long deadlineNs = System.nanoTime() + 5_000_000_000L;
    while (!value().equals("1") && System.nanoTime() - deadlineNs < 0) {
      Thread.sleep(20);
    }
    assertThat(value()).isEqualTo("1");
  }

  @Test
  void cutAllEndsEveryConnection() throws IOException {
    try (Client client = new Client()) {
      assertThat(client.ask("PING")).isEqualTo("+PONG");
      proxy.cutAll();
      assertThat(client.receive()).isEmpty();
    }
  }
}
