package dev.keepstone.net.auth;

import com.typesafe.config.Config;
import java.util.concurrent.TimeUnit;

/**
 * When somebody who guesses is locked out.
 *
 * @param failures so many, for one address or one account, ...
 * @param withinNs ... within this time ...
 * @param lockedNs ... refuse every further try for that long
 * @param tableSize addresses, and accounts, that are remembered at a time
 */
public record LockoutConfig(int failures, long withinNs, long lockedNs, int tableSize) {

  public LockoutConfig {
    if (failures < 1 || failures > 1_000 || withinNs < 1 || lockedNs < 1 || tableSize < 1) {
      throw new IllegalArgumentException(
          "keepstone.net.lockout: failures="
              + failures
              + " within="
              + withinNs
              + "ns for="
              + lockedNs
              + "ns table="
              + tableSize
              + ": failures must be 1 to 1000, the others positive");
    }
  }

  /** Reads {@code keepstone.net.lockout}. */
  public static LockoutConfig from(Config lockout) {
    return new LockoutConfig(
        lockout.getInt("failures"),
        lockout.getDuration("within", TimeUnit.NANOSECONDS),
        lockout.getDuration("for", TimeUnit.NANOSECONDS),
        lockout.getInt("table"));
  }
}
