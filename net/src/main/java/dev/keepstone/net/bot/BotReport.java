package dev.keepstone.net.bot;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a swarm saw. Counts are of the whole run.
 *
 * @param asked how many bots were asked for
 * @param logins how many entered the world
 * @param dropped how many lost their session before they were told to leave, and did not come back
 * @param moves inputs sent
 * @param updates snapshots received
 * @param roundTripP50Us median time from an input to the first update that covers it; 0 when
 *     unknown
 * @param roundTripP99Us its 99th percentile
 * @param saved how many left with their state confirmed by the store
 * @param operations what became of them; all 0 for bots that only walk, but for the comebacks
 * @param problems one text for each bot that did not get in or was dropped
 * @param bots where each bot entered and where it was last
 */
public record BotReport(
    int asked,
    int logins,
    int dropped,
    long moves,
    long updates,
    long roundTripP50Us,
    long roundTripP99Us,
    int saved,
    OperationReport operations,
    List<String> problems,
    List<BotState> bots) {

  /**
   * One bot.
   *
   * @param name of the account and the character
   * @param playerId 0 when it never entered
   * @param enteredX where it entered, in tiles
   * @param enteredY where it entered
   * @param x where it was in its last update, or in the farewell
   * @param y where it was last
   * @param farewell why it left, as the server said; empty when nothing was said
   * @param saved whether the server confirmed that (x, y) is stored
   */
  public record BotState(
      String name,
      long playerId,
      float enteredX,
      float enteredY,
      float x,
      float y,
      String farewell,
      boolean saved) {}

  /** Whether every bot got in and none was dropped. */
  public boolean isClean() {
    return logins == asked && dropped == 0;
  }

  /** The report for a program: one JSON object. */
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("asked", asked);
    json.put("logins", logins);
    json.put("dropped", dropped);
    json.put("moves", moves);
    json.put("updates", updates);
    json.put("roundTripP50Us", roundTripP50Us);
    json.put("roundTripP99Us", roundTripP99Us);
    json.put("saved", saved);
    json.put("operations", operations.toMap());
    json.put("problems", problems);
    List<Map<String, Object>> states = new ArrayList<>();
    for (BotState bot : bots) {
      Map<String, Object> state = new LinkedHashMap<>();
      state.put("name", bot.name());
      state.put("playerId", bot.playerId());
      state.put("enteredX", bot.enteredX());
      state.put("enteredY", bot.enteredY());
      state.put("x", bot.x());
      state.put("y", bot.y());
      state.put("farewell", bot.farewell());
      state.put("saved", bot.saved());
      states.add(state);
    }
    json.put("bots", states);
    return ConfigValueFactory.fromMap(json)
        .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true));
  }
}
