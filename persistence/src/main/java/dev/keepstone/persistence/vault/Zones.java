package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.ZoneStanding;
import dev.keepstone.persistence.record.GroundEntryCodec;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneAnswer;
import dev.keepstone.persistence.store.ZoneHolding;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import dev.keepstone.persistence.store.ZoneVerdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ErrorHandler;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The zones of this server, from the world's ClaimZone to its ReleaseZone. What lies there is told
 * to the world once per claim and not kept.
 *
 * <p>A new claim is a barrier: commits that were frozen before it carry the older epoch and are
 * refused, so whatever the world had locked is free again. A commit's answer that says that the
 * zone isn't as it was held ends the holding here, and the world asks for it again; what a resume
 * finds lost, the vault claims again by itself.
 */
final class Zones implements CommandSource {
  private static final Logger LOG = LoggerFactory.getLogger(Zones.class);

  private final WorldPublisher world;
  private final VaultCounters counters;
  private final ErrorHandler errorHandler;
  private final Int2ObjectHashMap<HeldZone> zones = new Int2ObjectHashMap<>();
  private final ArrayDeque<HeldZone> waiting = new ArrayDeque<>();
  private final ArrayDeque<HeldZone> leaving = new ArrayDeque<>();
  private final IntHashSet ownedElsewhere = new IntHashSet();
  private List<HeldZone> compared = List.of();
  private boolean isLinkReady;

  Zones(WorldPublisher world, VaultCounters counters, ErrorHandler errorHandler) {
    this.world = world;
    this.counters = counters;
    this.errorHandler = errorHandler;
  }

  // From the world.

  void onClaimZone(int zone) {
    counters.increment(VaultCounter.ZONE_CLAIMS);
    if (zone == 0) { // else it can be one: the message has 16 bits for it, unsigned
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      refuse(zone, RefusalReason.NOT_THERE);
      return;
    }
    if (!isLinkReady) {
      refuse(zone, RefusalReason.STORE_UNAVAILABLE);
      return;
    }
    HeldZone held = zones.get(zone);
    if (held == null) {
      held = new HeldZone(zone);
      zones.put(zone, held);
      waiting.addLast(held);
    } else if (held.state == HeldZone.State.HELD) {
      claimAgain(held);
    }
    // Else the answer of the claim under way is the answer to this one, too.
    held.isUnwanted = false;
  }

  /** Without waiting for it: if the link breaks on the way, the end of our lease does the same. */
  void onReleaseZone(int zone) {
    HeldZone held = zones.get(zone);
    if (held == null) {
      return;
    }
    if (held.state == HeldZone.State.CLAIMING) {
      held.isUnwanted = true;
    } else {
      leave(held);
    }
  }

  private void leave(HeldZone held) {
    zones.remove(held.zone);
    leaving.addLast(held);
  }

  // To the store.

  /** Releases what the world wants no more; returns work done. */
  int release(StoreLink link) {
    int released = 0;
    for (HeldZone held = leaving.pollFirst(); held != null; held = leaving.pollFirst()) {
      var unused = link.releaseZone(held.zone, held.epoch);
      counters.increment(VaultCounter.ZONES_RELEASED);
      released++;
    }
    return released;
  }

  @Override
  public @Nullable Command<?> nextCommand() {
    HeldZone held = waiting.pollFirst();
    return held == null ? null : new ZoneClaimCommand(this, held);
  }

  int size() {
    return zones.size();
  }

  /** Zones that are to be released needn't be waited for: the end of our lease does the same. */
  boolean isDrained() {
    return waiting.isEmpty();
  }

  // From the store.

  /**
   * The answer to a claim.
   *
   * @return false when our lease is gone: the claim is asked again after a resume
   */
  boolean onReply(HeldZone held, ZoneReply reply) {
    switch (reply.outcome()) {
      case OK -> onClaimed(held, reply);
      case OWNED -> {
        if (ownedElsewhere.add(held.zone)) {
          LOG.warn(
              "another server on this store has the zone, so nobody here can take, drop, buy or sell"
                  + " in it; it is asked for until that server stops or gives it up: key={}",
              Keys.zone(held.zone));
        }
        end(held, RefusalReason.OWNED_ELSEWHERE);
      }
      case CORRUPT -> {
        LOG.error(
            "what lies in a zone can't be read and is left as it is: key={} or key={}",
            Keys.zone(held.zone),
            Keys.ground(held.zone));
        end(held, RefusalReason.DATA_CORRUPTED);
      }
      case NO_LEASE -> {
        return false;
      }
    }
    return true;
  }

  private void onClaimed(HeldZone held, ZoneReply reply) {
    held.state = HeldZone.State.HELD;
    held.epoch = reply.epoch();
    held.changes = reply.changes();
    if (held.isUnwanted) {
      leave(held);
      return;
    }
    counters.increment(VaultCounter.ZONES_LOADED);
    if (ownedElsewhere.remove(held.zone)) {
      LOG.info("the zone is ours now: key={}", Keys.zone(held.zone));
    }
    world.zoneLoaded(held.zone, reply, readable(held.zone, reply.entries()));
  }

  /** What can't be read stays where it is, and nobody sees it. */
  private List<GroundItem> readable(int zone, List<GroundEntry> entries) {
    List<GroundItem> items = new ArrayList<>(entries.size());
    for (GroundEntry entry : entries) {
      GroundItem item = GroundEntryCodec.decode(entry.entry(), entry.value());
      if (item == null) {
        counters.increment(VaultCounter.GROUND_ENTRIES_DAMAGED);
        LOG.error(
            "an entry on the ground can't be read and is left as it is: key={} entry={}",
            Keys.ground(zone),
            entry.entry());
      } else {
        items.add(item);
      }
    }
    return items;
  }

  /** The store can't even judge this claim. */
  void onFailed(HeldZone held) {
    end(held, RefusalReason.STORE_UNAVAILABLE);
  }

  void onFault(HeldZone held, RuntimeException fault) {
    counters.increment(VaultCounter.FAULTS);
    errorHandler.onError(fault);
    end(held, RefusalReason.STORE_UNAVAILABLE);
  }

  private void end(HeldZone held, RefusalReason reason) {
    zones.remove(held.zone);
    if (!held.isUnwanted) {
      refuse(held.zone, reason);
    }
  }

  private void refuse(int zone, RefusalReason reason) {
    counters.increment(VaultCounter.ZONES_REFUSED);
    world.zoneRefused(zone, reason);
  }

  // Commits.

  /** The zone, if it can be written to now. */
  @Nullable HeldZone held(int zone) {
    HeldZone held = zones.get(zone);
    return held != null && held.state == HeldZone.State.HELD ? held : null;
  }

  /** What a commit's answer means for its zone. */
  ZoneStanding onAnswer(ZonePart part, ZoneAnswer answer) {
    HeldZone held = held(part.zone());
    if (held == null || held.epoch != part.epoch()) {
      // Claimed anew since the commit was frozen.
      return ZoneStanding.BROKEN;
    }
    ZoneVerdict verdict = answer.verdict();
    if (verdict.isBroken()) {
      onBroken(held, verdict);
      return ZoneStanding.BROKEN;
    }
    held.changes = Math.max(held.changes, answer.changes());
    return ZoneStanding.OURS;
  }

  private void onBroken(HeldZone held, ZoneVerdict verdict) {
    counters.increment(VaultCounter.ZONES_BROKEN);
    switch (verdict) {
      case BEHIND -> counters.increment(VaultCounter.STORE_WENT_BACK);
      case MISSING, THERE, FLOOR, GAP -> counters.increment(VaultCounter.ZONES_MISREMEMBERED);
      case LOST, OK, DONE -> {
        // Another server has it: nothing is wrong with anybody's memory.
      }
    }
    LOG.error(
        "a zone is not as we held it: key={} epoch={} changes={} verdict={}",
        Keys.zone(held.zone),
        held.epoch,
        held.changes,
        verdict);
    zones.remove(held.zone);
  }

  /** What a commit has done to its zone will never be known: its memory is void. */
  ZoneStanding onUnknown(ZonePart part) {
    HeldZone held = held(part.zone());
    if (held != null && held.epoch == part.epoch()) {
      counters.increment(VaultCounter.ZONES_BROKEN);
      zones.remove(held.zone);
    }
    return ZoneStanding.BROKEN;
  }

  // The link.

  /** What a resume must compare. */
  List<ZoneHolding> holdings() {
    compared = zones.values().stream().filter(held -> held.state == HeldZone.State.HELD).toList();
    return compared.stream()
        .map(held -> new ZoneHolding(held.zone, held.epoch, held.changes))
        .toList();
  }

  /** What a resume found to be otherwise than we hold it is claimed again. */
  void onResumed(List<Integer> differing) {
    isLinkReady = true;
    for (int index : differing) {
      HeldZone held = compared.get(index);
      // One that was released meanwhile is left alone.
      if (zones.get(held.zone) == held) {
        counters.increment(VaultCounter.ZONES_BROKEN);
        LOG.warn("a zone is not as we held it, claiming it again: key={}", Keys.zone(held.zone));
        claimAgain(held);
      }
    }
    compared = List.of();
  }

  private void claimAgain(HeldZone held) {
    held.state = HeldZone.State.CLAIMING;
    waiting.addLast(held);
  }

  /** Claims that were never sent are refused at once; those in flight stay unknown. */
  void onLinkDown() {
    isLinkReady = false;
    leaving.clear();
    for (HeldZone held = waiting.pollFirst(); held != null; held = waiting.pollFirst()) {
      end(held, RefusalReason.STORE_UNAVAILABLE);
    }
  }

  /** A later start of this server owns everything; the world is told so of every zone. */
  void onSuperseded() {
    isLinkReady = false;
    waiting.clear();
    leaving.clear();
    for (HeldZone held : List.copyOf(zones.values())) {
      end(held, RefusalReason.OWNED_ELSEWHERE);
    }
  }
}
