package dev.keepstone.net.bot;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of a swarm's operations.
 *
 * @param sent to the server
 * @param saved durable, as the server said
 * @param refused by the reason's name
 * @param unanswered neither: open when the run ended or the bot was dropped
 * @param trades exchanges between two bots
 * @param comebacks sessions taken up again after a cut
 * @param savingToSavedP50Us median time from "applied" to "durable"; 0 when there was none
 * @param savingToSavedP99Us its 99th percentile
 */
public record OperationReport(
    long sent,
    long saved,
    Map<String, Long> refused,
    long unanswered,
    long trades,
    long comebacks,
    long savingToSavedP50Us,
    long savingToSavedP99Us) {

  public OperationReport {
    refused = Map.copyOf(refused);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sent", sent);
    map.put("saved", saved);
    map.put("refused", refused);
    map.put("unanswered", unanswered);
    map.put("trades", trades);
    map.put("comebacks", comebacks);
    map.put("savingToSavedP50Us", savingToSavedP50Us);
    map.put("savingToSavedP99Us", savingToSavedP99Us);
    return map;
  }
}
