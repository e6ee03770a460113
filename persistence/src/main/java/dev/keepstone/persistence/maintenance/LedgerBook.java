package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerArchive;
import dev.keepstone.persistence.ledger.LedgerBalances;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the ledger from its checkpoint on, and moves the checkpoint. */
public final class LedgerBook {
  private static final int SLICE = 1_000;

  /** About 1 MB of text, and a trim of a few milliseconds. */
  private static final int SEGMENT_ENTRIES = 10 * SLICE;

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

  /**
   * Every line that is wanted, oldest first: those in the archive, then those in the store.
   *
   * @return what can't be read of the archive, a line a file
   */
  public List<String> show(
      LedgerArchive archive, Predicate<LedgerLine> wanted, Consumer<Posted> reader) {
    String[] last = {LedgerEntry.BEGINNING};
    Consumer<LedgerEntry> poster =
        entry -> {
          last[0] = entry.id();
          for (LedgerLine line : LedgerLines.decode(entry.lines())) {
            if (wanted.test(line)) {
              reader.accept(new Posted(entry, line));
            }
          }
        };
    List<String> damaged = archive.each(poster);
    each(last[0], poster);
    return damaged;
  }

  /** Whether a line gives to or takes from a player. */
  public static Predicate<LedgerLine> ofPlayer(long playerId) {
    Holder player = new Holder(Holder.Kind.PLAYER, playerId);
    return line ->
        player.equals(Holder.of(line.from(), line.fromKey()))
            || player.equals(Holder.of(line.to(), line.toKey()));
  }

  /**
   * Which entries may stay.
   *
   * @param beforeMs wall clock: older ones go
   * @param maxEntries more than these don't stay, however young
   */
  public record Bounds(long beforeMs, long maxEntries) {}

  /**
   * Keeps balances in place of old entries, a segment at a time: archived and synced first, then
   * counted into the balances, then trimmed. Killed between any two steps, nothing is lost and
   * nothing is counted twice: entries up to the checkpoint are not counted again and go next time.
   * Of two that do this at the same time one gives up.
   *
   * @param archive gets the entries before they go; null: nobody does
   * @return how many went
   * @throws java.io.UncheckedIOException when the archive can't be written
   */
  public long checkpoint(Bounds bounds, @Nullable LedgerArchive archive) {
    long surplus = Answers.await(store.ledgerLength()) - bounds.maxEntries();
    long gone = 0;
    while (true) {
      byte[] stored = Answers.await(store.load(Keys.LEDGER_CHECKPOINT)).value();
      LedgerBalances balances = stored == null ? new LedgerBalances() : LedgerBalances.of(stored);
      if (!balances.throughId().equals(LedgerEntry.BEGINNING)) {
        // What the last round has counted in, or a predecessor that did not come to trim it.
        gone += Answers.await(store.trimLedger(balances.throughId()));
      }
      List<LedgerEntry> going = oldest(balances.throughId(), bounds.beforeMs(), surplus - gone);
      if (going.isEmpty()) {
        return gone;
      }
      Path segment = archive == null ? null : archive.write(going);
      going.forEach(balances::apply);
      if (!Answers.await(store.compareAndSet(Keys.LEDGER_CHECKPOINT, stored, balances.toBytes()))) {
        if (archive != null && segment != null) {
          archive.takeBack(segment);
        }
        return gone;
      }
    }
  }

  /** At most a segment of entries that are too old, or too many. */
  private List<LedgerEntry> oldest(String afterId, long beforeMs, long surplus) {
    List<LedgerEntry> oldest = new ArrayList<>();
    List<LedgerEntry> slice;
    do {
      String last = oldest.isEmpty() ? afterId : oldest.get(oldest.size() - 1).id();
      slice = Answers.await(store.readLedger(last, SLICE));
      for (LedgerEntry entry : slice) {
        if (entry.timeMs() >= beforeMs && oldest.size() >= surplus) {
          return oldest;
        }
        oldest.add(entry);
      }
    } while (!slice.isEmpty() && oldest.size() < SEGMENT_ENTRIES);
    return oldest;
  }
}
