package dev.keepstone.persistence.record;

/**
 * Who may write a record, and which write comes next.
 *
 * @param owner the incarnation that claimed last, {@link Incarnation#NOBODY} before the first claim
 * @param epoch how often the record was claimed: a write of an older epoch is refused
 * @param base version at that claim: an owner never writes a version at or below it
 * @param version how often the record was written; the next write carries version + 1
 * @param released true when the owner has given it back
 */
public record Fence(Incarnation owner, long epoch, long base, long version, boolean released) {
  /** The fence of a new record: version 1 is its creation, and anybody may claim it. */
  public static final Fence NEW = new Fence(Incarnation.NOBODY, 0, 0, 1, true);

  /** Largest epoch, base and version: 12 hex digits, also exact in Lua's doubles. */
  public static final long MAX_NUMBER = (1L << 48) - 1;

  public Fence {
    checkNumber("epoch", epoch);
    checkNumber("base", base);
    checkNumber("version", version);
  }

  private static void checkNumber(String name, long number) {
    if (number < 0 || number > MAX_NUMBER) {
      throw new IllegalArgumentException("fence number out of range: " + name + "=" + number);
    }
  }

  /** As a claim by {@code claimer} leaves it: epoch + 1 always, also when it was ours already. */
  public Fence claimedBy(Incarnation claimer) {
    return new Fence(claimer, epoch + 1, version, version, false);
  }

  /** As it is written with a row of that version. */
  public Fence withVersion(long newVersion, boolean release) {
    return new Fence(owner, epoch, base, newVersion, release);
  }

  /** Given back without a write. */
  public Fence givenBack() {
    return new Fence(owner, epoch, base, version, true);
  }
}
