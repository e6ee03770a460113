package dev.keepstone.persistence.store;

/**
 * What one commit wrote into the ledger.
 *
 * @param id {@code MILLISECONDS-SEQUENCE}, rising; the milliseconds are the store's wall clock
 * @param commit the sending world's number
 * @param kind code of an {@code OperationKind}
 * @param lines as {@code LedgerLines} reads them
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record LedgerEntry(
    String id, long operation, long initiator, long commit, int kind, byte[] lines) {
  /** Before the first entry. */
  public static final String BEGINNING = "0-0";

  /** Orders ids by time and sequence. */
  public static int compareIds(String a, String b) {
    int byTime = Long.compare(idPart(a, 0), idPart(b, 0));
    return byTime != 0 ? byTime : Long.compare(idPart(a, 1), idPart(b, 1));
  }

  /** The smallest id above this one. */
  public static String idAfter(String id) {
    return idPart(id, 0) + "-" + (idPart(id, 1) + 1);
  }

  /** When it was written, wall clock in milliseconds. */
  public long timeMs() {
    return idPart(id, 0);
  }

  private static long idPart(String id, int part) {
    int dash = id.indexOf('-');
    return Long.parseLong(part == 0 ? id.substring(0, dash) : id.substring(dash + 1));
  }
}
