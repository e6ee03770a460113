package dev.keepstone.net.terminal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The eight ways to walk; y grows to the south. */
enum Direction {
  N(0, -1, "north"),
  NE(1, -1, "north-east"),
  E(1, 0, "east"),
  SE(1, 1, "south-east"),
  S(0, 1, "south"),
  SW(-1, 1, "south-west"),
  W(-1, 0, "west"),
  NW(-1, -1, "north-west");

  final int x;
  final int y;
  final String text;

  Direction(int x, int y, String text) {
    this.x = x;
    this.y = y;
    this.text = text;
  }

  /** By short or long name, in any case; null when there is no such direction. */
  static @Nullable Direction parse(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    for (Direction direction : values()) {
      if (direction.text.equals(wanted)
          || direction.name().toLowerCase(Locale.ROOT).equals(wanted)) {
        return direction;
      }
    }
    return null;
  }

  /** The direction nearest to a vector that is not zero. */
  static Direction of(float x, float y) {
    double eighths = Math.atan2(x, -y) / (Math.PI / 4);
    return values()[Math.floorMod(Math.round(eighths), 8)];
  }
}
