package dev.keepstone.net.cli;

import java.util.HashMap;
import java.util.Map;

/** Reads the text that Prometheus reads. */
final class MetricsText {
  private MetricsText() {}

  /** Values by name and labels as they stand in the text, such as {@code up{a="b"}}. */
  static Map<String, Double> parse(String text) {
    Map<String, Double> values = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith("#") && space > 0) {
        values.put(line.substring(0, space), value(line.substring(space + 1)));
      }
    }
    return values;
  }

  private static double value(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // +Inf and the like: nothing that a status shows
    }
  }
}
