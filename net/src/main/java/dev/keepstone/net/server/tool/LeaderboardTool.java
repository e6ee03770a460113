package dev.keepstone.net.server.tool;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.persistence.maintenance.Leaderboards;
import dev.keepstone.persistence.store.Board;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Shows leaderboards and makes them anew. */
public final class LeaderboardTool {
  private LeaderboardTool() {}

  /**
   * The first of a board.
   *
   * @param title xp, level or deaths
   * @throws ServerStartException when there is no such board
   */
  public static List<Map<String, Object>> top(ServerConfig config, String title, int count) {
    Board board =
        Arrays.stream(Board.values())
            .filter(known -> known.title().equals(title))
            .findFirst()
            .orElseThrow(
                () ->
                    new ServerStartException(
                        "there is no such board: board=" + title + "; known: xp, level, deaths"));
    return StoreTool.with(
        config,
        store -> {
          List<Map<String, Object>> lines = new ArrayList<>();
          for (Leaderboards.Line line : new Leaderboards(store).top(board, count)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("place", line.place());
            fields.put("name", line.name());
            fields.put("player", "#" + line.playerId());
            fields.put(title, line.score());
            lines.add(fields);
          }
          return lines;
        });
  }

  /**
   * Replaces all boards by what the records say.
   *
   * @param progress hears after each record how many were read
   */
  public static Map<String, Object> rebuild(ServerConfig config, LongConsumer progress) {
    Leaderboards.Rebuilt rebuilt =
        StoreTool.with(config, store -> new Leaderboards(store).rebuild(progress));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("players", rebuilt.players());
    fields.put("unreadable", rebuilt.unreadable());
    return fields;
  }
}
