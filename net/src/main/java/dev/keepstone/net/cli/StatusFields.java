package dev.keepstone.net.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few of all metrics that say how a server is, in words for a person. Pure. */
final class StatusFields {
  private static final String UNKNOWN = "unknown";
  private static final Pattern LINK =
      Pattern.compile("keepstone_vault_link_state\\{state=\"([a-z]+)\"}");
  private static final Pattern DURABILITY =
      Pattern.compile("keepstone_store_info\\{durability=\"([^\"]*)\",engine=\"([^\"]*)\"}");

  private static final Pattern GATEWAY =
      Pattern.compile("keepstone_gateway_process_info\\{world=\"([^\"]*)\"}");

  private StatusFields() {}

  /**
   * Picks and names them: those of a server, or the others of a gateway in a process of its own,
   * which knows nothing of world and store.
   *
   * @param health what {@code /health} said
   */
  static Map<String, Object> of(Map<String, Double> metrics, String health) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("health", health);
    String world = labelled(metrics, GATEWAY, 1);
    if (world.equals(UNKNOWN)) {
      putServer(fields, metrics);
    } else {
      fields.put("gatewayOf", world);
      putGateway(fields, metrics);
    }
    return fields;
  }

  private static void putGateway(Map<String, Object> fields, Map<String, Double> metrics) {
    Double up = metrics.get("keepstone_link_up");
    fields.put("link", up == null ? UNKNOWN : up == 1 ? "up" : "down");
    fields.put("linksLost", count(metrics, "keepstone_link_links_lost_total"));
    fields.put(
        "sessions",
        difference(
            metrics,
            "keepstone_gateway_sessions_opened_total",
            "keepstone_gateway_sessions_closed_total"));
    fields.put("entered", count(metrics, "keepstone_gateway_sessions_entered_total"));
    fields.put("turnedAway", count(metrics, "keepstone_gateway_connections_refused_total"));
    fields.put("stalled", count(metrics, "keepstone_gateway_connections_stalled_total"));
    fields.put("intents", count(metrics, "keepstone_gateway_intents_forwarded_total"));
    fields.put("intentsBusy", count(metrics, "keepstone_gateway_intents_busy_total"));
    fields.put(
        "bytesPerPlayer", count(metrics, "keepstone_gateway_player_bytes_per_second{of=\"mean\"}"));
  }

  private static void putServer(Map<String, Object> fields, Map<String, Double> metrics) {
    fields.put("playing", count(metrics, "keepstone_world_playing"));
    fields.put("loading", count(metrics, "keepstone_world_loading"));
    fields.put("leaving", count(metrics, "keepstone_world_leaving"));
    fields.put("dirtyRows", count(metrics, "keepstone_world_dirty_rows"));
    fields.put("rowsWaiting", count(metrics, "keepstone_vault_rows_waiting"));
    fields.put("inFlight", count(metrics, "keepstone_vault_commands_in_flight"));
    fields.put("retries", count(metrics, "keepstone_vault_retries_total"));
    fields.put("refused", count(metrics, "keepstone_vault_claims_refused_total"));
    fields.put("lost", count(metrics, "keepstone_vault_rows_lost_total"));
    fields.put("loaded", count(metrics, "keepstone_vault_claims_loaded_total"));
    fields.put("missing", count(metrics, "keepstone_vault_refused_missing_total"));
    fields.put("damaged", count(metrics, "keepstone_vault_refused_damaged_total"));
    fields.put("newer", count(metrics, "keepstone_vault_refused_newer_total"));
    putMs(fields, "flushP99Ms", metrics, "keepstone_vault_flush_seconds{quantile=\"0.99\"}");
    putMs(fields, "tier1P99Ms", metrics, "keepstone_vault_commit_seconds{quantile=\"0.99\"}");
    putMs(fields, "tickP99Ms", metrics, "keepstone_tick_seconds{quantile=\"0.99\"}");
    fields.put("link", labelled(metrics, LINK, 1));
    Double age = metrics.get("keepstone_store_last_save_age_seconds");
    if (age != null) {
      fields.put("lastSaveAgeS", Math.round(age));
    }
    fields.put("store", labelled(metrics, DURABILITY, 2));
    fields.put("durability", labelled(metrics, DURABILITY, 1));
  }

  private static Object difference(Map<String, Double> metrics, String more, String less) {
    return count(metrics, more) instanceof Long from && count(metrics, less) instanceof Long of
        ? (Object) (from - of)
        : UNKNOWN;
  }

  private static Object count(Map<String, Double> metrics, String name) {
    Double value = metrics.get(name);
    return value == null || value.isNaN() ? UNKNOWN : (Object) Math.round(value);
  }

  /** Left out when there is no such metric; "none yet" when nothing was measured lately. */
  private static void putMs(
      Map<String, Object> fields, String field, Map<String, Double> metrics, String name) {
    Double seconds = metrics.get(name);
    if (seconds != null) {
      fields.put(
          field, seconds.isNaN() ? "none yet" : String.format(Locale.ROOT, "%.2f", seconds * 1e3));
    }
  }

  private static String labelled(Map<String, Double> metrics, Pattern pattern, int group) {
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      Matcher matcher = pattern.matcher(metric.getKey());
      if (metric.getValue() == 1 && matcher.matches()) {
        return matcher.group(group);
      }
    }
    return UNKNOWN;
  }
}
