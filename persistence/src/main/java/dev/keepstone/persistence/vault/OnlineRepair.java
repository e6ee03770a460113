package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once, when we have a lease: takes players off the online list whom a crash has left there. */
final class OnlineRepair {
  private static final Logger LOG = LoggerFactory.getLogger(OnlineRepair.class);

  private final Store store;
  private final VaultCounters counters;
  private boolean isBegun;

  OnlineRepair(Store store, VaultCounters counters) {
    this.store = store;
    this.counters = counters;
  }

  /** A link has resumed. Nothing waits for the repair: the list only serves to be looked at. */
  void onResumed() {
    if (isBegun) {
      return;
    }
    isBegun = true;
    var unused =
        store
            .repairOnline()
            .whenComplete(
                (repaired, failure) -> {
                  if (failure != null) {
                    LOG.warn(
                        "the online list could not be repaired: reason={}", failure.getMessage());
                  } else if (repaired > 0) {
                    counters.add(VaultCounter.ONLINE_REPAIRED, repaired);
                    LOG.info("took players off the online list: players={}", repaired);
                  }
                });
  }
}
