package dev.keepstone.ecs.rule;

/**
 * How experience becomes levels, of a character and of each skill alike. Level n begins at 50 * n *
 * (n - 1) points: level 2 at 100, 3 at 300, 10 at 4 500, and the last, {@value #MAX_LEVEL}, at 485
 * 100. Each level takes 100 points more than the one before.
 */
public final class Levels {
  public static final int MAX_LEVEL = 99;

  private Levels() {}

  /** The experience at which a level begins. */
  public static long xpOf(int level) {
    return 50L * level * (level - 1);
  }

  /**
   * The level that one has with so much experience.
   *
   * @return 1 to {@link #MAX_LEVEL}
   */
  public static int levelOf(long xp) {
    int level = 1;
    while (level < MAX_LEVEL && xp >= xpOf(level + 1)) {
      level++;
    }
    return level;
  }
}
