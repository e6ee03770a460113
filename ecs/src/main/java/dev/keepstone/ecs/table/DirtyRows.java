package dev.keepstone.ecs.table;

import java.util.Arrays;

/**
 * What has changed in one chunk: a bit per row and consumer, a change counter per row and a version
 * for the chunk. The writer of a column marks its row; each consumer clears its own bits when it
 * has told what changed. All of it moves along when a row is swapped.
 *
 * <p>A bit alone never says that a row is saved: persistence remembers the change counter that it
 * encoded and clears the bit only when that very change is durable and none followed.
 */
public final class DirtyRows {
  private final long[] replication;
  private final long[] persistence;
  private final int[] changes;
  private boolean touched;
  private long version;
  private long toldVersion;

  /**
   * @param rows a multiple of 64
   */
  DirtyRows(int rows) {
    replication = new long[rows / Long.SIZE];
    persistence = new long[rows / Long.SIZE];
    changes = new int[rows];
  }

  /** Marks a row whose durable and replicated columns were written. */
  public void mark(int row) {
    int word = row >>> 6;
    long bit = 1L << row;
    replication[word] |= bit;
    persistence[word] |= bit;
    changes[row]++;
    touched = true;
  }

  /** Marks a row of which only replicated columns were written. */
  public void markReplicated(int row) {
    replication[row >>> 6] |= 1L << row;
    touched = true;
  }

  /** One bit per row for the consumer that saves; row 0 is bit 0 of word 0. */
  public long[] persistenceWords() {
    return persistence;
  }

  public boolean isReplicationDirty(int row) {
    return (replication[row >>> 6] & (1L << row)) != 0;
  }

  public boolean isPersistenceDirty(int row) {
    return (persistence[row >>> 6] & (1L << row)) != 0;
  }

  /** Counts the durable changes of the row that lies here; wraps around. */
  public int changes(int row) {
    return changes[row];
  }

  /**
   * Has grown when anything was marked here since it was last asked for, so that each consumer
   * knows an untouched chunk without a scan. It grows in asking: a counter that every mark adds to
   * would make marks wait for one another.
   */
  public long version() {
    if (touched) {
      touched = false;
      version++;
    }
    return version;
  }

  public void clearPersistence(int row) {
    persistence[row >>> 6] &= ~(1L << row);
  }

  /** Costs nothing when nothing was marked since it was last called. */
  public void clearAllReplication() {
    if (toldVersion != version()) {
      Arrays.fill(replication, 0);
      toldVersion = version;
    }
  }

  /** Takes over what is known of a row of another chunk, which keeps it. */
  void copyRow(int row, DirtyRows from, int fromRow) {
    copyBit(replication, row, from.replication, fromRow);
    copyBit(persistence, row, from.persistence, fromRow);
    changes[row] = from.changes[fromRow];
    touched = true;
  }

  /** Nobody lives there any more. */
  void clearRow(int row) {
    long others = ~(1L << row);
    replication[row >>> 6] &= others;
    persistence[row >>> 6] &= others;
    changes[row] = 0;
  }

  private static void copyBit(long[] to, int row, long[] from, int fromRow) {
    long bit = (from[fromRow >>> 6] >>> fromRow) & 1;
    to[row >>> 6] = (to[row >>> 6] & ~(1L << row)) | (bit << row);
  }
}
