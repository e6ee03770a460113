package dev.keepstone.net.server.metrics;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.world.TickPhase;
import dev.keepstone.ecs.world.TickTimes;
import dev.keepstone.net.auth.LoginGuard;
import dev.keepstone.net.auth.PasswordPool;
import dev.keepstone.net.gateway.GatewayCounter;
import dev.keepstone.net.gateway.GatewayCounters;
import dev.keepstone.net.link.LinkCounter;
import dev.keepstone.net.link.LinkCounters;
import dev.keepstone.net.transport.TransportCounter;
import dev.keepstone.net.transport.TransportCounters;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.vault.LinkState;
import dev.keepstone.persistence.vault.VaultCounter;
import dev.keepstone.persistence.vault.VaultCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Every counter of every part under a Prometheus name: {@code keepstone_PART_NAME}, counters with
 * {@code _total}, times in seconds. {@code docs/metrics.md} lists them all; a test holds both in
 * step.
 */
public final class ServerMetrics implements AutoCloseable {
  private static final double NS = 1e-9;
  private static final double US = 1e-6;
  private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1};

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final List<RecentTimes> times = new ArrayList<>();

  /** The registry refers to what it counts weakly. */
  private final List<LongSupplier> counted = new ArrayList<>();

  public ServerMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** The world's counters, and how long the parts of a tick take. */
  public void world(WorldCounters counters, TickTimes tickTimes) {
    for (WorldCounter counter : WorldCounter.values()) {
      number(
          "world",
          lower(counter),
          counter.description(),
          counter.isGauge(),
          () -> counters.get(counter));
    }
    for (TickPhase phase : TickPhase.values()) {
      quantiles(
          "keepstone.tick.phase.seconds",
          "how long a part of a tick takes, in the last one or two minutes",
          Tags.of("phase", phase.toString()),
          recycle -> tickTimes.interval(phase, recycle),
          NS);
    }
  }

  /** How long whole ticks take. */
  public void ticks(UnaryOperator<@Nullable Histogram> durationsNs, LongSupplier rebases) {
    quantiles(
        "keepstone.tick.seconds",
        "how long a tick takes, in the last one or two minutes",
        Tags.empty(),
        durationsNs,
        NS);
    number("tick", "rebases", "times that the clock gave up catching up", false, rebases);
  }

  /** The vault's counters, its link, and how long saves and tier-1 operations take. */
  public void vault(VaultCounters counters, Supplier<LinkState> link) {
    for (VaultCounter counter : VaultCounter.values()) {
      boolean isGauge = counter.description().startsWith("gauge: ");
      number(
          "vault",
          lower(counter),
          isGauge ? counter.description().substring("gauge: ".length()) : counter.description(),
          isGauge,
          () -> counters.get(counter));
    }
    quantiles(
        "keepstone.vault.flush.seconds",
        "from sending a save to its answer, in the last one or two minutes",
        Tags.empty(),
        counters::flushDurationUs,
        US);
    quantiles(
        "keepstone.vault.commit.seconds",
        "from the world's word to the answer on a tier-1 operation, in the last one or two minutes",
        Tags.empty(),
        counters::commitDurationUs,
        US);
    for (LinkState state : LinkState.values()) {
      gauge(
          "keepstone.vault.link.state",
          "1 for the state that the link to the store is in",
          Tags.of("state", lower(state)),
          () -> link.get() == state ? 1 : 0);
    }
  }

  /** What the store is. */
  public void store(StoreDescription description, LastSave lastSave) {
    gauge(
        "keepstone.store.info",
        "always 1: engine and durability are in the labels",
        Tags.of("engine", description.engine(), "durability", description.durability()),
        () -> 1);
    gauge(
        "keepstone.store.durable",
        "1 when what is confirmed is on disk",
        Tags.empty(),
        () -> description.durable() ? 1 : 0);
    gauge(
        "keepstone.store.last.save.age.seconds",
        "since the store has confirmed a row",
        Tags.empty(),
        () -> lastSave.ageSeconds(System.nanoTime()));
  }

  /** What operators have set for the world. */
  public void settings(LongSupplier revision, LongSupplier registrationOpen) {
    number("settings", "revision", "how often the world's settings were changed", true, revision);
    number(
        "settings",
        "registration_open",
        "1 while newcomers may make accounts",
        true,
        registrationOpen);
  }

  /** The ledger, and how it is kept short. */
  public void ledger(LongSupplier entries, LongSupplier archived, LongSupplier failures) {
    number("ledger", "entries", "entries in the store, counted every now and then", true, entries);
    number("ledger", "archived", "entries that became balances", false, archived);
    number("ledger", "failures", "tries to shorten the ledger that failed", false, failures);
  }

  /** The gateway's counters. */
  public void gateway(GatewayCounters counters) {
    for (GatewayCounter counter : GatewayCounter.values()) {
      number(
          "gateway",
          counter.metricName(),
          counter.metricName().replace('_', ' '),
          false,
          () -> counters.get(counter));
    }
    gauge(
        "keepstone.gateway.player.bytes.per.second",
        "what a player is sent, headers of Aeron included; the goal is at most 24576",
        Tags.of("of", "mean"),
        () -> counters.traffic().meanBytesPerSecond());
    gauge(
        "keepstone.gateway.player.bytes.per.second",
        "what a player is sent, headers of Aeron included; the goal is at most 24576",
        Tags.of("of", "max"),
        () -> counters.traffic().maxBytesPerSecond());
  }

  /** What the players' ports count before there is a session. */
  public void transport(TransportCounters counters) {
    for (TransportCounter counter : TransportCounter.values()) {
      number(
          "transport",
          counter.metricName(),
          counter.description(),
          false,
          () -> counters.get(counter));
    }
  }

  /**
   * The links between gateways in processes of their own and their server.
   *
   * @param linked how many are up now
   */
  public void link(LinkCounters counters, LongSupplier linked) {
    for (LinkCounter counter : LinkCounter.values()) {
      number(
          "link",
          counter.metricName(),
          counter.metricName().replace('_', ' '),
          false,
          () -> counters.get(counter));
    }
    number("link", "up", "links that are up now; of a gateway: 1 or 0", true, linked);
  }

  /**
   * That this is a gateway in a process of its own.
   *
   * @param world {@code HOST:PORT} of the server's port for gateways
   */
  public void gatewayOf(String world) {
    gauge(
        "keepstone.gateway.process.info",
        "always 1, of a gateway in a process of its own: the server's address is in the label",
        Tags.of("world", world),
        () -> 1);
  }

  /** The pool that hashes passwords, and who is kept out. */
  public void passwords(PasswordPool pool, LoginGuard guard) {
    number("passwords", "done", "passwords hashed or verified", false, pool::doneCount);
    number("passwords", "busy", "refused because too many waited", false, pool::busyCount);
    number("passwords", "expired", "given up after waiting too long", false, pool::expiredCount);
    number(
        "passwords",
        "lockouts",
        "addresses or accounts that were locked out after too many wrong guesses",
        false,
        guard::lockoutCount);
    number("passwords", "waiting", "passwords that wait now", true, pool::queueLength);
  }

  private void number(
      String part, String name, String description, boolean isGauge, LongSupplier value) {
    String metric = "keepstone." + part + "." + name.replace('_', '.');
    if (isGauge) {
      gauge(metric, description, Tags.empty(), value::getAsLong);
    } else {
      counted.add(value);
      FunctionCounter.builder(metric, value, LongSupplier::getAsLong)
          .description(description)
          .register(registry);
    }
  }

  private void gauge(String metric, String description, Tags tags, DoubleSupplier value) {
    Gauge.builder(metric, value, DoubleSupplier::getAsDouble)
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private void quantiles(
      String metric,
      String description,
      Tags tags,
      UnaryOperator<@Nullable Histogram> recorder,
      double unitSeconds) {
    RecentTimes recent = new RecentTimes(recorder, unitSeconds, System.nanoTime());
    times.add(recent);
    for (double quantile : QUANTILES) {
      gauge(
          metric,
          description,
          tags.and("quantile", Double.toString(quantile)),
          () -> recent.seconds(quantile * 100));
    }
  }

  /** All of it as text, in the form that Prometheus reads. One thread at a time. */
  String text() {
    long nowNs = System.nanoTime();
    times.forEach(recent -> recent.update(nowNs));
    return registry.scrape();
  }

  MeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
