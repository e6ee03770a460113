package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneReply;
import java.util.concurrent.CompletableFuture;

/** Asks for one zone. Asked twice, the second claim takes over from the first: harmless. */
final class ZoneClaimCommand extends Command<ZoneReply> {
  private final Zones zones;
  private final HeldZone zone;

  ZoneClaimCommand(Zones zones, HeldZone zone) {
    this.zones = zones;
    this.zone = zone;
  }

  @Override
  CompletableFuture<ZoneReply> ask(StoreLink link) {
    return link.claimZone(zone.zone);
  }

  @Override
  boolean settle(ZoneReply reply, long sentAtNs) {
    try {
      return zones.onReply(zone, reply);
    } catch (RuntimeException e) {
      zones.onFault(zone, e);
      return true;
    }
  }

  @Override
  void giveUp(StoreException failure) {
    zones.onFailed(zone);
  }
}
