package dev.keepstone.persistence.ledger;

import dev.keepstone.persistence.migration.Migrations;
import dev.keepstone.persistence.store.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who has what after some entry, by the ledger alone: what came in minus what went out. Kinds of
 * items are those of today, whatever they were called when the entry was written. One thread.
 */
public final class LedgerBalances {
  private static final String HEAD = "keepstone-ledger-1";

  private final Map<Holder, Map<Integer, Long>> amounts = new TreeMap<>();
  private final Map<Long, Holder> uniques = new HashMap<>();
  private String throughId = LedgerEntry.BEGINNING;

  /** The last entry that is counted in. */
  public String throughId() {
    return throughId;
  }

  /**
   * Counts one entry in. Entries come in the order of their ids, each once.
   *
   * @throws IllegalArgumentException when its lines are damaged
   */
  public void apply(LedgerEntry entry) {
    for (LedgerLine line : LedgerLines.decode(entry.lines())) {
      Holder to = Holder.of(line.to(), line.toKey());
      int kind = Migrations.currentKind(line.item());
      add(Holder.of(line.from(), line.fromKey()), kind, -line.amount());
      add(to, kind, line.amount());
      if (line.unique() != 0) {
        uniques.put(line.unique(), to);
      }
    }
    throughId = entry.id();
  }

  private void add(Holder holder, int kind, long amount) {
    amounts.computeIfAbsent(holder, h -> new TreeMap<>()).merge(kind, amount, Long::sum);
  }

  /** What a holder has, kind to amount, kind 0 for coins; never null, zeros possible. */
  public Map<Integer, Long> of(Holder holder) {
    return amounts.getOrDefault(holder, Map.of());
  }

  /** All that ever had something. */
  public Map<Holder, Map<Integer, Long>> all() {
    return amounts;
  }

  /** Where each unique item is, by its id; those in sinks included. */
  public Map<Long, Holder> uniques() {
    return uniques;
  }

  /** As it is stored. Amounts of nothing are left out. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder(HEAD).append(' ').append(throughId).append('\n');
    amounts.forEach(
        (holder, items) ->
            items.forEach(
                (kind, amount) -> {
                  if (amount != 0) {
                    append(text, 'a', holder).append(kind).append(' ').append(amount).append('\n');
                  }
                }));
    new TreeMap<>(uniques)
        .forEach((unique, holder) -> append(text, 'u', holder).append(unique).append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static StringBuilder append(StringBuilder text, char what, Holder holder) {
    return text.append(what)
        .append(' ')
        .append(holder.kind())
        .append(' ')
        .append(holder.key())
        .append(' ');
  }

  /**
   * Reads {@link #toBytes}.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  public static LedgerBalances of(byte[] bytes) {
    LedgerBalances balances = new LedgerBalances();
    String[] lines = new String(bytes, StandardCharsets.US_ASCII).split("\n", -1);
    String[] head = lines[0].split(" ", -1);
    if (head.length != 2 || !head[0].equals(HEAD) || !lines[lines.length - 1].isEmpty()) {
      throw new IllegalArgumentException("damaged ledger checkpoint: it has no head or no end");
    }
    balances.throughId = head[1];
    for (int i = 1; i < lines.length - 1; i++) {
      String[] words = lines[i].split(" ", -1);
      boolean isUnique = words[0].equals("u") && words.length == 4;
      if (!isUnique && !(words[0].equals("a") && words.length == 5)) {
        throw new IllegalArgumentException("damaged ledger checkpoint: line=" + (i + 1));
      }
      Holder holder = new Holder(Holder.Kind.valueOf(words[1]), Long.parseLong(words[2]));
      if (isUnique) {
        balances.uniques.put(Long.parseLong(words[3]), holder);
      } else {
        balances.add(holder, Integer.parseInt(words[3]), Long.parseLong(words[4]));
      }
    }
    return balances;
  }
}
