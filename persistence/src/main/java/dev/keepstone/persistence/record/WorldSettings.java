package dev.keepstone.persistence.record;

/**
 * What operators have set for a world, whichever servers run it; kept in the store.
 *
 * @param revision 0: nothing was ever set; one more with each change
 * @param changedAtMs wall clock; 0: never
 * @param registrationOpen whether newcomers may make accounts
 */
public record WorldSettings(long revision, long changedAtMs, boolean registrationOpen) {
  /** Of a world in which nothing was set. */
  public static final WorldSettings DEFAULT = new WorldSettings(0, 0, true);

  /** The next revision. */
  public WorldSettings withRegistration(boolean open, long nowMs) {
    return new WorldSettings(revision + 1, nowMs, open);
  }
}
