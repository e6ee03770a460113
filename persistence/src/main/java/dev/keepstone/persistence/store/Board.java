package dev.keepstone.persistence.store;

import java.util.Locale;

/** The leaderboards: sorted sets derived from player records, which a rebuild makes anew. */
public enum Board {
  XP,
  LEVEL,
  DEATHS;

  /** Its key in the store. */
  public String key() {
    return "board:" + title();
  }

  /** As an operator writes it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The score of these totals on this board. */
  public long score(BoardTotals totals) {
    return switch (this) {
      case XP -> totals.xp();
      case LEVEL -> totals.level();
      case DEATHS -> totals.deaths();
    };
  }

  /**
   * A player's member: 16 hex digits that fall as ids rise, so that reading from the highest member
   * down gives the lower id first where scores are equal.
   */
  public static String member(long playerId) {
    return String.format("%016x", Long.MAX_VALUE - playerId);
  }

  /** The player of a member. */
  public static long playerOf(String member) {
    return Long.MAX_VALUE - Long.parseLong(member, 16);
  }
}
