package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerBalances;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.Store;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads the ledger from its checkpoint on, and moves the checkpoint. */
public final class LedgerBook {
  private static final int SLICE = 1_000;

  private final Store store;

  public LedgerBook(Store store) {
    this.store = store;
  }

  /** A line and the entry that it stands in. */
  public record Posted(LedgerEntry entry, LedgerLine line) {}

  /**
   * What the checkpoint says; empty balances where there is none.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  LedgerBalances checkpoint() {
    byte[] stored = Answers.await(store.load(Keys.LEDGER_CHECKPOINT)).value();
    return stored == null ? new LedgerBalances() : LedgerBalances.of(stored);
  }

  /** Calls for every entry after an id, oldest first; returns the id of the last one. */
  String each(String afterId, Consumer<LedgerEntry> reader) {
    String last = afterId;
    List<LedgerEntry> slice;
    do {
      slice = Answers.await(store.readLedger(last, SLICE));
      for (LedgerEntry entry : slice) {
        reader.accept(entry);
        last = entry.id();
      }
    } while (!slice.isEmpty());
    return last;
  }

  /** Every line since the checkpoint that is wanted, oldest first. */
  public void show(Predicate<LedgerLine> wanted, Consumer<Posted> reader) {
    each(
        checkpoint().throughId(),
        entry -> {
          for (LedgerLine line : LedgerLines.decode(entry.lines())) {
            if (wanted.test(line)) {
              reader.accept(new Posted(entry, line));
            }
          }
        });
  }

  /** Whether a line gives to or takes from a player. */
  public static Predicate<LedgerLine> ofPlayer(long playerId) {
    Holder player = new Holder(Holder.Kind.PLAYER, playerId);
    return line ->
        player.equals(Holder.of(line.from(), line.fromKey()))
            || player.equals(Holder.of(line.to(), line.toKey()));
  }

  /**
   * Keeps the balances instead of the entries before a time. Should this stop between its two
   * steps, nothing is lost: entries up to the checkpoint are not counted again, and go next time.
   *
   * @param beforeMs wall clock
   * @param archive gets each entry that will go, oldest first, before it goes
   * @return how many entries went
   */
  public long checkpoint(long beforeMs, Consumer<LedgerEntry> archive) {
    LedgerBalances balances = checkpoint();
    String from = balances.throughId();
    String last = from;
    boolean isPast = false;
    List<LedgerEntry> slice;
    do {
      slice = Answers.await(store.readLedger(last, SLICE));
      for (LedgerEntry entry : slice) {
        isPast = entry.timeMs() >= beforeMs;
        if (isPast) {
          break;
        }
        archive.accept(entry);
        balances.apply(entry);
        last = entry.id();
      }
    } while (!slice.isEmpty() && !isPast);
    if (!last.equals(from)) {
      Answers.await(store.save(Keys.LEDGER_CHECKPOINT, balances.toBytes()));
    }
    return last.equals(LedgerEntry.BEGINNING) ? 0 : Answers.await(store.trimLedger(last));
  }
}
