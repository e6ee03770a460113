package dev.keepstone.bench.simulation;

import dev.keepstone.persistence.vault.VaultAgent;
import dev.keepstone.persistence.vault.VaultCounter;

/** What a vault counts only when the server itself has made a mistake. */
final class Alarms {
  private static final VaultCounter[] NEVER = {
    VaultCounter.VERDICTS_STALE,
    VaultCounter.PROTOCOL_ERRORS,
    VaultCounter.FAULTS,
    VaultCounter.BAD_MESSAGES,
    VaultCounter.LOADS_REJECTED,
    VaultCounter.LOADS_QUARANTINED,
    VaultCounter.GROUND_ENTRIES_DAMAGED
  };

  /** Only when the store has lost what it confirmed, or by our own mistake. */
  private static final VaultCounter[] NEVER_UNLESS_STORE_LOSES = {
    VaultCounter.VERDICTS_GAP,
    VaultCounter.VERDICTS_MISSING,
    VaultCounter.VERDICTS_CORRUPT,
    VaultCounter.STORE_WENT_BACK,
    VaultCounter.ZONES_MISREMEMBERED
  };

  private Alarms() {}

  static void check(VaultAgent vault, SimulatedRedis redis, Faults faults) {
    check(vault, NEVER);
    if (!faults.losesConfirmed()) {
      check(vault, NEVER_UNLESS_STORE_LOSES);
    }
  }

  private static void check(VaultAgent vault, VaultCounter[] counters) {
    for (VaultCounter counter : counters) {
      if (vault.counters().get(counter) != 0) {
        throw new Violation(Invariant.NO_ALARM, "the vault counted " + counter);
      }
    }
  }
}
