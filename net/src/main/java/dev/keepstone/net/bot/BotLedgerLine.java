package dev.keepstone.net.bot;

import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.net.client.OwnState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One line of a {@link BotLedger}: what a bot was told. Fields are separated by blanks; what does
 * not apply is 0 or {@code -}.
 *
 * <pre>
 *   started  -    TIME  0       0          -       -1     -
 *   entered  BOT  TIME  PLAYER  LAST       -       -1     -
 *   saved    BOT  TIME  PLAYER  OPERATION  KIND    COINS  THINGS
 *   refused  BOT  TIME  PLAYER  OPERATION  REASON  -1     -
 * </pre>
 *
 * @param bot name of the account
 * @param timeMs wall clock, of the bots' machine
 * @param operation LAST is the newest that the server knew of when the bot came in
 * @param what kind of operation, or the reason why it was refused
 * @param coins after the operation; -1: not known, because something else was on its way
 * @param things all that the bot had after it, as {@link #things} writes it
 */
public record BotLedgerLine(
    What kind,
    String bot,
    long timeMs,
    long playerId,
    long operation,
    String what,
    long coins,
    String things) {
  /** No things, or none that are known. */
  public static final String NONE = "-";

  /** Coins that are not known. */
  public static final long UNKNOWN = -1;

  private static final int FIELDS = 8;

  /** What a line says. */
  public enum What {
    /** The bots' process began: numbers of operations that were never saved may come again. */
    STARTED,
    /** A bot is in the world. */
    ENTERED,
    /** An operation is durable, as the server said. */
    SAVED,
    /** An operation was not done and never will be, as the server said. */
    REFUSED
  }

  String text() {
    return String.join(
        " ",
        kind.name(),
        bot,
        Long.toString(timeMs),
        Long.toString(playerId),
        Long.toString(operation),
        what,
        Long.toString(coins),
        things);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is none: it was not written to its end
   */
  public static BotLedgerLine parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not a line of a bots' ledger: " + line);
    }
    return new BotLedgerLine(
        What.valueOf(fields[0]),
        fields[1],
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]),
        fields[5],
        Long.parseLong(fields[6]),
        fields[7]);
  }

  static String thingsOf(OwnState own) {
    return things(List.of(own.inventory(), own.equipment(), own.bank()));
  }

  /**
   * What lies in some containers, wherever in them: {@code KIND:COUNT,...} in the order of kinds,
   * then {@code /ID,...} of the unique ones; {@link #NONE} when they are empty.
   */
  public static String things(List<ItemSlots> containers) {
    Map<Integer, Long> counts = new TreeMap<>();
    TreeSet<Long> uniques = new TreeSet<>();
    for (ItemSlots slots : containers) {
      for (int slot = 0; slot < slots.size(); slot++) {
        if (!slots.isEmpty(slot)) {
          counts.merge(slots.kind(slot), (long) slots.count(slot), Long::sum);
          if (slots.unique(slot) != 0) {
            uniques.add(slots.unique(slot));
          }
        }
      }
    }
    if (counts.isEmpty()) {
      return NONE;
    }
    return counts.entrySet().stream()
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(","))
        + "/"
        + uniques.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
