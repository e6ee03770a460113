package dev.keepstone.ecs.message;

import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedDecoder;

/**
 * What the vault says about commits, zones, ids and time, one call a message. Flyweights are valid
 * during the call; their lengths and codes have been checked.
 */
public interface StoreHandler {
  void onCommitSettled(CommitSettledDecoder settled);

  void onZoneLoaded(ZoneLoadedDecoder loaded);

  void onZoneRefused(int zone);

  void onIdsReserved(long first, long count);

  void onClock(long nowMs);

  /** A bug showed while one of these was handled. */
  void onFaultOfStore(RuntimeException fault);
}
