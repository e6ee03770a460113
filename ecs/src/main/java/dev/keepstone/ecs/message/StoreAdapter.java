package dev.keepstone.ecs.message;

import dev.keepstone.ecs.message.sbe.ClockDecoder;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.IdsReservedDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedDecoder;
import dev.keepstone.ecs.message.sbe.ZoneRefusedDecoder;
import dev.keepstone.ecs.message.sbe.ZoneStanding;
import org.agrona.DirectBuffer;

/** Turns the bytes of what the vault says about commits, zones, ids and time into calls. */
final class StoreAdapter {
  private final StoreHandler handler;
  private final CommitSettledDecoder settled = new CommitSettledDecoder();
  private final ZoneLoadedDecoder zoneLoaded = new ZoneLoadedDecoder();
  private final ZoneRefusedDecoder zoneRefused = new ZoneRefusedDecoder();
  private final IdsReservedDecoder idsReserved = new IdsReservedDecoder();
  private final ClockDecoder clock = new ClockDecoder();

  StoreAdapter(StoreHandler handler) {
    this.handler = handler;
  }

  static boolean isOfStore(int template) {
    return switch (template) {
      case CommitSettledDecoder.TEMPLATE_ID,
          ZoneLoadedDecoder.TEMPLATE_ID,
          ZoneRefusedDecoder.TEMPLATE_ID,
          IdsReservedDecoder.TEMPLATE_ID,
          ClockDecoder.TEMPLATE_ID ->
          true;
      default -> false;
    };
  }

  /** A bug in handling one of these is nobody's session. */
  void blame(RuntimeException fault) {
    handler.onFaultOfStore(fault);
  }

  /** Returns false when the message is not what its header says. */
  boolean dispatch(MessageHeaderDecoder header, DirectBuffer buffer, int body, int end) {
    int block = header.blockLength();
    int version = header.version();
    switch (header.templateId()) {
      case CommitSettledDecoder.TEMPLATE_ID -> {
        if (block < CommitSettledDecoder.BLOCK_LENGTH
            || !Groups.areWithin(
                buffer,
                body + block,
                end,
                CommitSettledDecoder.EntriesDecoder.sbeBlockLength(),
                CommitSettledDecoder.StocksDecoder.sbeBlockLength())) {
          return false;
        }
        settled.wrap(buffer, body, block, version);
        return settled();
      }
      case ZoneLoadedDecoder.TEMPLATE_ID -> {
        if (block < ZoneLoadedDecoder.BLOCK_LENGTH
            || !Groups.areWithin(
                buffer,
                body + block,
                end,
                ZoneLoadedDecoder.EntriesDecoder.sbeBlockLength(),
                ZoneLoadedDecoder.StocksDecoder.sbeBlockLength())) {
          return false;
        }
        handler.onZoneLoaded(zoneLoaded.wrap(buffer, body, block, version));
      }
      case ZoneRefusedDecoder.TEMPLATE_ID -> {
        if (block < ZoneRefusedDecoder.BLOCK_LENGTH) {
          return false;
        }
        zoneRefused.wrap(buffer, body, block, version);
        handler.onZoneRefused(zoneRefused.zone());
      }
      case IdsReservedDecoder.TEMPLATE_ID -> {
        if (block < IdsReservedDecoder.BLOCK_LENGTH) {
          return false;
        }
        idsReserved.wrap(buffer, body, block, version);
        handler.onIdsReserved(idsReserved.first(), idsReserved.count());
      }
      case ClockDecoder.TEMPLATE_ID -> {
        if (block < ClockDecoder.BLOCK_LENGTH) {
          return false;
        }
        clock.wrap(buffer, body, block, version);
        handler.onClock(clock.nowMs());
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean settled() {
    short outcome = settled.outcomeRaw();
    short standing = settled.standingRaw();
    if (outcome < CommitOutcome.DURABLE.value()
        || outcome > CommitOutcome.REFUSED.value()
        || standing < ZoneStanding.NONE.value()
        || standing > ZoneStanding.BROKEN.value()) {
      return false;
    }
    handler.onCommitSettled(settled);
    return true;
  }
}
