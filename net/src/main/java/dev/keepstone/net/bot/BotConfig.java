package dev.keepstone.net.bot;

import dev.keepstone.ecs.content.Place;
import java.util.List;

/**
 * What a swarm shall do.
 *
 * @param count how many bots, 1 to {@value #MAX_COUNT}
 * @param seconds how long they play, from the last bot in; {@link #FOREVER} until stopped
 * @param seed names, passwords and all decisions follow from it; 0 to 46655 (three base-36 digits)
 * @param enterTimeoutSeconds how long a bot may try to get in
 * @param mode what they live for
 * @param places where they bank and deal, for ECONOMY
 */
public record BotConfig(
    int count, long seconds, int seed, int enterTimeoutSeconds, BotMode mode, List<Place> places) {
  public static final int MAX_COUNT = 10_000;
  public static final int MAX_SEED = 46_655;
  public static final long FOREVER = Long.MAX_VALUE;

  /** Bots that walk. */
  public BotConfig(int count, long seconds, int seed, int enterTimeoutSeconds) {
    this(count, seconds, seed, enterTimeoutSeconds, BotMode.WALK, List.of());
  }

  public BotConfig {
    places = List.copyOf(places);
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("count=" + count + ": give 1 to " + MAX_COUNT);
    }
    if (seconds < 1) {
      throw new IllegalArgumentException("seconds=" + seconds + ": give at least 1");
    }
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException("seed=" + seed + ": give 0 to " + MAX_SEED);
    }
    if (enterTimeoutSeconds < 1) {
      throw new IllegalArgumentException("enterTimeoutSeconds=" + enterTimeoutSeconds);
    }
  }

  /** The same name for the same seed and index, within the rule for names. */
  String nameOf(int index) {
    return "bot_" + Integer.toString(seed, 36) + "_" + index;
  }

  /** What one bot does; the same for the same seed and index. */
  BotMind mindOf(int index, OperationWatch watch) {
    long botSeed = seed * 1_000_003L + index;
    return switch (mode) {
      case WALK -> new WalkMind(botSeed);
      case ECONOMY -> new EconomyMind(botSeed, places, watch);
    };
  }

  /** Good enough for a bot that owns nothing: anybody who knows the seed knows it. */
  char[] passwordOf(int index) {
    return ("bot-password-" + Integer.toString(seed, 36) + "-" + index).toCharArray();
  }
}
