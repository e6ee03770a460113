package dev.keepstone.persistence.store;

import java.util.Comparator;

/** A line of a leaderboard. */
public record BoardEntry(long playerId, long score) {
  /** Highest score first, among equals the lower id. */
  public static final Comparator<BoardEntry> ORDER =
      Comparator.comparingLong(BoardEntry::score)
          .reversed()
          .thenComparingLong(BoardEntry::playerId);
}
