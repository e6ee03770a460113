package dev.keepstone.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run must reach, such as {@code ratio>=0.5,p99<50ms}: figures by the names in the JSON,
 * times with {@code us}, {@code ms} or {@code s}.
 */
final class Requirements {
  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z0-9.]+)(>=|<=|>|<)([0-9]+(?:\\.[0-9]+)?)(us|ms|s|k)?");

  private record Requirement(String text, String figure, String comparison, double limit) {
    boolean isMetBy(double value) {
      return switch (comparison) {
        case ">=" -> value >= limit;
        case "<=" -> value <= limit;
        case ">" -> value > limit;
        default -> value < limit;
      };
    }
  }

  private final List<Requirement> requirements = new ArrayList<>();

  /**
   * Reads a list.
   *
   * @param text empty: nothing is required
   * @param figures that there are
   * @throws LoadException when a part is none, or names no figure
   */
  Requirements(String text, List<String> figures) {
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      Matcher matcher = FORM.matcher(part.replace(" ", ""));
      if (!matcher.matches() || !figures.contains(matcher.group(1))) {
        throw new LoadException(
            "this is no requirement: --require "
                + part
                + "; write FIGURE>=NUMBER or FIGURE<NUMBER[us|ms|s], FIGURE one of "
                + String.join(", ", figures));
      }
      requirements.add(
          new Requirement(
              part.strip(),
              matcher.group(1),
              matcher.group(2),
              Double.parseDouble(matcher.group(3)) * scale(matcher.group(4))));
    }
  }

  /** Times are compared in milliseconds. */
  private static double scale(String unit) {
    if (unit == null) {
      return 1;
    }
    return switch (unit) {
      case "us" -> 1e-3;
      case "s", "k" -> 1e3;
      default -> 1;
    };
  }

  /**
   * What is missed, a line each; empty when everything is met. A figure that is absent is missed.
   */
  List<String> missed(Map<String, Double> figures) {
    List<String> missed = new ArrayList<>();
    for (Requirement requirement : requirements) {
      Double value = figures.get(requirement.figure);
      if (value == null || !requirement.isMetBy(value)) {
        missed.add(
            value == null
                ? requirement.text + " but it was not measured"
                : String.format(Locale.ROOT, "%s but it is %.3f", requirement.text, value));
      }
    }
    return missed;
  }
}
