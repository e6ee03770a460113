package dev.keepstone.net.bot;

import java.util.SplittableRandom;

/**
 * What one bot wants to do next: which way it walks and when it talks. A pure function of its seed
 * and of how often it was asked, so that two runs with one seed want the same things.
 */
final class BotBrain {
  private static final String[] LINES = {
    "hello there",
    "anyone seen a deer?",
    "nice meadow",
    "walking is good for you",
    "I will be back after the crash",
    "mind the walls",
  };

  /** A bot keeps a heading for 0.5 to 2 s of decisions at 20 Hz. */
  private static final int HEADING_MIN_STEPS = 10;

  private static final int HEADING_SPREAD_STEPS = 30;

  /** A bot says something every 10 s on average, at 20 decisions a second. */
  private static final int SPEECH_ONE_IN_STEPS = 200;

  private final SplittableRandom random;
  private int stepsLeft;
  private int directionX;
  private int directionY;

  BotBrain(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Takes the next decision. Call once per input, then read the direction. */
  void step() {
    if (stepsLeft-- <= 0) {
      stepsLeft = HEADING_MIN_STEPS + random.nextInt(HEADING_SPREAD_STEPS);
      directionX = random.nextInt(3) - 1;
      directionY = random.nextInt(3) - 1;
    }
  }

  /** -1 west, 0, 1 east. */
  int directionX() {
    return directionX;
  }

  /** -1 north, 0, 1 south. */
  int directionY() {
    return directionY;
  }

  /** Something to say now, or an empty text. */
  String speech() {
    return random.nextInt(SPEECH_ONE_IN_STEPS) == 0 ? LINES[random.nextInt(LINES.length)] : "";
  }
}
