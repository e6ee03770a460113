package dev.keepstone.net.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.keepstone.ecs.message.MessageRing;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.net.auth.LockoutConfig;
import dev.keepstone.net.auth.LoginGuard;
import dev.keepstone.net.auth.PasswordHashing;
import dev.keepstone.net.auth.PasswordPool;
import dev.keepstone.net.gateway.GatewayCounters;
import dev.keepstone.net.harness.TestConfigs;
import dev.keepstone.net.link.LinkCounters;
import dev.keepstone.net.transport.TransportCounters;
import dev.keepstone.persistence.config.PersistenceConfig;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.memory.MemoryStore;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.vault.VaultAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final String TABLE_RULE = "|---|---|---|\n";
  private static final Pattern TYPE =
      Pattern.compile("^# TYPE (keepstone_[a-z0-9_]+) ([a-z]+)$", Pattern.MULTILINE);
  private static final Pattern HELP =
      Pattern.compile("^# HELP (keepstone_[a-z0-9_]+) (.*)$", Pattern.MULTILINE);

  private final TestWorld world = TestWorld.create();
  private final PasswordPool passwords =
      new PasswordPool(
          TestConfigs.gateway("").password(),
          new PasswordHashing(TestConfigs.gateway("").password().kdf(), new SecureRandom()),
          SystemNanoClock.INSTANCE);
  private final ServerMetrics metrics = new ServerMetrics();
  private final AtomicReference<String> complaint = new AtomicReference<>("");

  @BeforeEach
  void registerAll() {
    VaultAgent vault =
        new VaultAgent(
            PersistenceConfig.of(ConfigFactory.parseResources("config/keepstone.conf").resolve())
                .vault(),
            new MemoryStore(SystemEpochClock.INSTANCE),
            new MessageRing(64 * 1024),
            new MessageRing(64 * 1024),
            SystemNanoClock.INSTANCE,
            SystemEpochClock.INSTANCE,
            fault -> {},
            LoadCheck.withoutContent());
    metrics.world(world.world().counters(), world.world().tickTimes());
    metrics.ticks(recycle -> new Histogram(2), () -> 0);
    metrics.vault(vault.counters(), vault::linkState);
    metrics.store(
        new StoreDescription("Redis 7.0.15 (libc)", "here", "appendonly, fsync always", true),
        new LastSave(() -> 0, System.nanoTime()));
    metrics.settings(() -> 0, () -> 1);
    metrics.ledger(() -> 0, () -> 0, () -> 0);
    metrics.gatewayOf("127.0.0.1:7790");
    metrics.gateway(new GatewayCounters());
    metrics.transport(new TransportCounters());
    metrics.link(new LinkCounters(), () -> 0);
    metrics.passwords(
        passwords, new LoginGuard(new LockoutConfig(5, 1, 1, 1), SystemNanoClock.INSTANCE));
  }

  @AfterEach
  void close() {
    metrics.close();
    passwords.close();
    world.close();
  }

  private static Map<String, String> find(Pattern pattern, String text) {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2));
    }
    return found;
  }

  @Test
  void pageNamesEveryMetricWithItsMeaning() throws IOException {
    String text = metrics.text();
    Map<String, String> types = find(TYPE, text);
    Map<String, String> helps = find(HELP, text);
    StringBuilder rows = new StringBuilder();
    types.forEach(
        (name, type) ->
            rows.append("| `" + name + "` | " + type + " | " + helps.get(name) + " |\n"));
    String page = Files.readString(PAGE);
    String prose = page.substring(0, page.indexOf(TABLE_RULE) + TABLE_RULE.length());
    Path wanted = Path.of("target", "metrics.md");
    Files.writeString(wanted, prose + rows);

    assertThat(page)
        .as("docs/metrics.md is behind: copy net/target/metrics.md over it")
        .isEqualTo(prose + rows);
  }

  @Test
  void showsWhatIsCounted() {
    world.player().at(3, 4).spawn();
    world.tick(2);
    System.gc(); // the registry holds weakly what it isn't told to hold

    String text = metrics.text();

    assertThat(text)
        .contains("keepstone_world_playing 1.0")
        .containsPattern("keepstone_world_ticks_total [1-9]")
        .contains("keepstone_vault_link_state{state=\"disconnected\"} 1.0")
        .contains("keepstone_store_info{durability=\"appendonly, fsync always\",engine=")
        .containsPattern("keepstone_tick_phase_seconds\\{phase=\"inbox\",quantile=\"0.99\"} [0-9]");
  }

  @Test
  void endpointServesMetricsAndHealth() throws Exception {
    try (MetricsEndpoint endpoint = new MetricsEndpoint(0, metrics, complaint::get)) {
      assertThat(get(endpoint, "/metrics").body()).contains("keepstone_world_ticks_total");
      assertThat(get(endpoint, "/health").statusCode()).isEqualTo(200);
      complaint.set("the store is away");
      HttpResponse<String> unwell = get(endpoint, "/health");
      assertThat(unwell.statusCode()).isEqualTo(503);
      assertThat(unwell.body()).contains("the store is away");
      assertThat(get(endpoint, "/nothing").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(MetricsEndpoint endpoint, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void timesForgetWhatIsLongAgo() {
    Histogram slow = new Histogram(3);
    slow.recordValue(1_000);
    Histogram fast = new Histogram(3);
    fast.recordValue(10);
    Histogram[] next = {slow};
    RecentTimes times = new RecentTimes(recycle -> next[0].copy(), 1e-3, 0);

    assertThat(times.seconds(99)).isNaN();
    times.update(1);
    assertThat(times.seconds(100)).isEqualTo(1);
    next[0] = fast;
    times.update(61_000_000_000L);
    assertThat(times.seconds(100)).as("the minute before counts").isEqualTo(1);
    times.update(122_000_000_000L);
    assertThat(times.seconds(100)).isEqualTo(0.01);
  }

  @Test
  void lastSaveIsWhenTheCounterMoved() {
    long[] rows = {5};
    LastSave lastSave = new LastSave(() -> rows[0], 0);
    lastSave.sample(1_000_000_000L);
    lastSave.sample(9_000_000_000L);
    assertThat(lastSave.ageSeconds(9_000_000_000L)).isEqualTo(8);
    rows[0]++;
    lastSave.sample(10_000_000_000L);
    assertThat(lastSave.ageSeconds(10_000_000_000L)).isZero();
  }
}
