package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.world.WorldConfig;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a world must have in common with the recorded one, so that the same inbox gives the same
 * world: every setting of {@link WorldConfig}, the data that it is made of, and the number of
 * gateways. Kept as text, so that a setting of a later version is named and not misread.
 */
public final class InboxLogHeader {
  private static final String SETTING = "world.";
  private static final String CONTENT = "content";
  private static final String GATEWAYS = "gateways";
  private static final int MAX_GATEWAYS = 1 << 16;

  private final Map<String, String> values;

  private InboxLogHeader(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Describes a world.
   *
   * @param content from {@link ContentFingerprint}
   * @param gateways how many outboxes the world has beside the vault's
   */
  public static InboxLogHeader of(WorldConfig config, String content, int gateways) {
    Map<String, String> values = new TreeMap<>();
    try {
      for (RecordComponent setting : WorldConfig.class.getRecordComponents()) {
        values.put(
            SETTING + setting.getName(), String.valueOf(setting.getAccessor().invoke(config)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record can be read", e);
    }
    values.put(CONTENT, content);
    values.put(GATEWAYS, Integer.toString(gateways));
    return new InboxLogHeader(values);
  }

  static InboxLogHeader decode(byte[] bytes, int lengthBytes) {
    Map<String, String> values = new TreeMap<>();
    new String(bytes, 0, lengthBytes, StandardCharsets.UTF_8)
        .lines()
        .forEach(
            line -> {
              int split = line.indexOf('=');
              if (split > 0) {
                values.put(line.substring(0, split), line.substring(split + 1));
              }
            });
    return new InboxLogHeader(values);
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** How many outboxes for gateways the recorded world had. */
  int gateways() {
    try {
      int gateways = Integer.parseInt(values.getOrDefault(GATEWAYS, ""));
      if (gateways >= 0 && gateways <= MAX_GATEWAYS) {
        return gateways;
      }
    } catch (NumberFormatException e) {
      // answered below, like a number out of range
    }
    throw new InboxLogException(
        "the recording's header names no number of gateways: "
            + GATEWAYS
            + "="
            + values.get(GATEWAYS));
  }

  /**
   * Compares the recorded world with one that shall replay it.
   *
   * @throws InboxLogException that names everything in which they differ
   */
  void requireSame(WorldConfig config, String content) {
    Map<String, String> here = of(config, content, gateways()).values;
    TreeSet<String> names = new TreeSet<>(values.keySet());
    names.addAll(here.keySet());
    StringBuilder differences = new StringBuilder();
    for (String name : names) {
      String recorded = values.getOrDefault(name, "(none)");
      String own = here.getOrDefault(name, "(none)");
      if (!recorded.equals(own)) {
        differences
            .append(differences.isEmpty() ? "" : ", ")
            .append(name)
            .append(" recorded=")
            .append(recorded)
            .append(" here=")
            .append(own);
      }
    }
    if (!differences.isEmpty()) {
      throw new InboxLogException(
          "the recorded world was another one: "
              + differences
              + ": replay it with the configuration, map and creatures of its server (--config)");
    }
  }
}
