package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardEntry;
import dev.keepstone.persistence.store.BoardTotals;
import dev.keepstone.persistence.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Shows the leaderboards, and makes them anew from the records that they are derived from. */
public final class Leaderboards {
  private final Store store;
  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord player = new PlayerRecord();
  private long unreadable;

  public Leaderboards(Store store) {
    this.store = store;
  }

  /**
   * A line as a person reads it.
   *
   * @param place from 1
   * @param name empty when the record can't be read
   */
  public record Line(int place, long playerId, String name, long score) {}

  /**
   * What a rebuild did.
   *
   * @param players on the boards now
   * @param unreadable records that were left out
   */
  public record Rebuilt(long players, long unreadable) {}

  /** The first of a board: highest score first, among equals the lower id. */
  public List<Line> top(Board board, int count) {
    List<Line> lines = new ArrayList<>();
    for (BoardEntry entry : Answers.await(store.readBoard(board, 0, count))) {
      String name = "";
      byte[] stored = Answers.await(store.load(Keys.player(entry.playerId()))).value();
      if (stored != null && codec.decode(stored, entry.playerId(), player) == DecodeOutcome.OK) {
        name = player.name;
      }
      lines.add(new Line(lines.size() + 1, entry.playerId(), name, entry.score()));
    }
    return lines;
  }

  /**
   * Reads all records and replaces the boards.
   *
   * @param progress hears after each record how many were read
   */
  public Rebuilt rebuild(LongConsumer progress) {
    unreadable = 0;
    List<BoardTotals> players = new ArrayList<>();
    new RecordWalk(store)
        .each(
            (playerId, stored) -> {
              if (codec.decode(stored, playerId, player) == DecodeOutcome.OK) {
                players.add(BoardTotals.of(playerId, player.state));
              } else {
                unreadable++;
              }
              progress.accept(players.size() + unreadable);
            });
    for (Board board : Board.values()) {
      List<BoardEntry> entries = new ArrayList<>(players.size());
      for (BoardTotals totals : players) {
        entries.add(new BoardEntry(totals.playerId(), board.score(totals)));
      }
      Answers.await(store.rebuildBoard(board, entries));
    }
    return new Rebuilt(players.size(), unreadable);
  }
}
