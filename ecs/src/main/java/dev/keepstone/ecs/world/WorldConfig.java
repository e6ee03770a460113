package dev.keepstone.ecs.world;

import com.typesafe.config.Config;
import dev.keepstone.ecs.message.GatewayPublisher;
import java.util.concurrent.TimeUnit;

/**
 * Settings of a world, checked once. In {@code config/keepstone.conf} they stand below {@code
 * keepstone.ecs}.
 *
 * @param tickRateHz fixed steps a second, 10 to 100; the step itself never varies
 * @param flushWindowTicks in which every dirty row is handed to the vault once, 1 to 72 000
 * @param seed of the world's randomness
 * @param maxPlayers sessions at once in whatever state, 1 to 50 000; the next one is told BUSY
 * @param viewRadiusTiles how far players see, above 0, at most 100
 * @param maxNear whom a player sees at once, the nearest of them, 1 to 200
 * @param inboxLimit messages taken in one tick, at least 1; the rest waits for the next
 * @param backlogBytes of messages that wait for a gateway, a power of two from 256 KiB on
 * @param silenceGraceMs for which the body of a player whose link is lost stays, 0 to 600 000
 */
public record WorldConfig(
    int tickRateHz,
    int flushWindowTicks,
    long seed,
    int maxPlayers,
    float viewRadiusTiles,
    int maxNear,
    int inboxLimit,
    int backlogBytes,
    int silenceGraceMs) {

  /** The longest message (50 or {@code maxNear} names) must fit in an eighth of a backlog. */
  private static final int MIN_BACKLOG_BYTES = 256 * 1024;

  private static final int MAX_SILENCE_GRACE_MS = 600_000;

  public WorldConfig {
    check(tickRateHz >= 10 && tickRateHz <= 100, "tickRateHz", tickRateHz, "10 to 100");
    check(
        flushWindowTicks >= 1 && flushWindowTicks <= 72_000,
        "flushWindowTicks",
        flushWindowTicks,
        "1 to 72000");
    check(maxPlayers >= 1 && maxPlayers <= 50_000, "maxPlayers", maxPlayers, "1 to 50000");
    check(
        viewRadiusTiles > 0 && viewRadiusTiles <= 100,
        "viewRadiusTiles",
        viewRadiusTiles,
        "above 0, at most 100");
    check(
        maxNear >= 1 && maxNear <= GatewayPublisher.MAX_ENTRIES,
        "maxNear",
        maxNear,
        "1 to " + GatewayPublisher.MAX_ENTRIES);
    check(inboxLimit >= 1, "inboxLimit", inboxLimit, "1 or more");
    check(
        backlogBytes >= MIN_BACKLOG_BYTES && Integer.bitCount(backlogBytes) == 1,
        "backlogBytes",
        backlogBytes,
        "a power of two from " + MIN_BACKLOG_BYTES + " on");
    check(
        silenceGraceMs >= 0 && silenceGraceMs <= MAX_SILENCE_GRACE_MS,
        "silenceGraceMs",
        silenceGraceMs,
        "0 to " + MAX_SILENCE_GRACE_MS);
  }

  /** 20 Hz, a window of 30 s, a thousand players. */
  public static WorldConfig defaults() {
    return new WorldConfig(20, 600, 1, 1000, 12, 200, 16_384, 4 * 1024 * 1024, 30_000);
  }

  /**
   * Reads the settings from a file.
   *
   * @param config the block {@code keepstone.ecs}, complete
   * @throws com.typesafe.config.ConfigException when a key is missing or of another type
   * @throws IllegalArgumentException when a value is out of its range
   */
  public static WorldConfig from(Config config) {
    return new WorldConfig(
        config.getInt("tick-rate-hz"),
        config.getInt("flush-window-ticks"),
        config.getLong("seed"),
        config.getInt("max-players"),
        (float) config.getDouble("view-radius-tiles"),
        config.getInt("max-near"),
        config.getInt("inbox-limit"),
        Math.toIntExact(config.getBytes("backlog-size")),
        Math.toIntExact(config.getDuration("silence-grace", TimeUnit.MILLISECONDS)));
  }

  /** Length of one fixed step. */
  public long tickLengthNs() {
    return 1_000_000_000L / tickRateHz;
  }

  /** For how many ticks a body stays without its player; 0: it leaves at once. */
  public int silenceGraceTicks() {
    return (int) ((long) silenceGraceMs * tickRateHz / 1_000);
  }

  private static void check(boolean ok, String name, Object value, String allowed) {
    if (!ok) {
      throw new IllegalArgumentException(
          "bad setting of the world: " + name + "=" + value + " | allowed is " + allowed);
    }
  }
}
