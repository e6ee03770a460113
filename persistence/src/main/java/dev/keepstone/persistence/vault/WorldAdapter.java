package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.sbe.ClaimDecoder;
import dev.keepstone.ecs.message.sbe.ClaimZoneDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.CountedDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.GivenDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.LinesDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.RowsDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.TakenDecoder;
import dev.keepstone.ecs.message.sbe.GiveBackDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import dev.keepstone.ecs.message.sbe.ReleaseZoneDecoder;
import dev.keepstone.ecs.message.sbe.ReserveIdsDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Bytes from the world to calls. What isn't sound is counted and dropped. */
final class WorldAdapter implements MessageHandler {
  private final Handler handler;
  private final VaultCounters counters;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final ClaimDecoder claim = new ClaimDecoder();
  private final PlayerRowDecoder row = new PlayerRowDecoder();
  private final GiveBackDecoder giveBack = new GiveBackDecoder();
  private final CommitDecoder commit = new CommitDecoder();
  private final ClaimZoneDecoder claimZone = new ClaimZoneDecoder();
  private final ReserveIdsDecoder reserveIds = new ReserveIdsDecoder();
  private final ReleaseZoneDecoder releaseZone = new ReleaseZoneDecoder();
  private final UnsafeBuffer message = new UnsafeBuffer(0, 0);

  WorldAdapter(Handler handler, VaultCounters counters) {
    this.handler = handler;
    this.counters = counters;
  }

  @Override
  public void onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    if (lengthBytes < MessageHeaderDecoder.ENCODED_LENGTH) {
      counters.increment(VaultCounter.BAD_MESSAGES);
      return;
    }
    header.wrap(buffer, offset);
    int bodyLength = lengthBytes - MessageHeaderDecoder.ENCODED_LENGTH;
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID || bodyLength < header.blockLength()) {
      counters.increment(VaultCounter.BAD_MESSAGES);
      return;
    }
    switch (header.templateId()) {
      case ClaimDecoder.TEMPLATE_ID -> {
        if (isBlock(ClaimDecoder.BLOCK_LENGTH)) {
          claim.wrapAndApplyHeader(buffer, offset, header);
          handler.onClaim(claim.session(), claim.playerId(), claim.takeOver() != 0);
        }
      }
      case PlayerRowDecoder.TEMPLATE_ID -> {
        if (isBlock(PlayerRowDecoder.BLOCK_LENGTH)) {
          row.wrapAndApplyHeader(buffer, offset, header);
          if (isPart(bodyLength - row.encodedLength())) {
            handler.onPlayerRow(row);
          }
        }
      }
      case GiveBackDecoder.TEMPLATE_ID -> {
        if (isBlock(GiveBackDecoder.BLOCK_LENGTH)) {
          giveBack.wrapAndApplyHeader(buffer, offset, header);
          handler.onGiveBack(giveBack.playerId());
        }
      }
      case CommitDecoder.TEMPLATE_ID -> {
        if (isBlock(CommitDecoder.BLOCK_LENGTH)) {
          // A view of this message only: lengths in it can't lead out of it.
          message.wrap(buffer, offset, lengthBytes);
          commit.wrapAndApplyHeader(message, 0, header);
          if (isWhole(bodyLength)) {
            handler.onCommit(commit);
          }
        }
      }
      case ClaimZoneDecoder.TEMPLATE_ID -> {
        if (isBlock(ClaimZoneDecoder.BLOCK_LENGTH)) {
          handler.onClaimZone(claimZone.wrapAndApplyHeader(buffer, offset, header).zone());
        }
      }
      case ReserveIdsDecoder.TEMPLATE_ID -> {
        if (isBlock(ReserveIdsDecoder.BLOCK_LENGTH)) {
          handler.onReserveIds(reserveIds.wrapAndApplyHeader(buffer, offset, header).count());
        }
      }
      case ReleaseZoneDecoder.TEMPLATE_ID -> {
        if (isBlock(ReleaseZoneDecoder.BLOCK_LENGTH)) {
          handler.onReleaseZone(releaseZone.wrapAndApplyHeader(buffer, offset, header).zone());
        }
      }
      default -> counters.increment(VaultCounter.BAD_MESSAGES);
    }
  }

  /** Does the state end exactly where the message ends? */
  private boolean isPart(int restBytes) {
    int partHeaderBytes = PlayerRowDecoder.stateHeaderLength();
    if (restBytes >= partHeaderBytes && row.stateLength() == restBytes - partHeaderBytes) {
      return true;
    }
    counters.increment(VaultCounter.BAD_MESSAGES);
    return false;
  }

  /** Do all groups of the commit end exactly where the message ends, with room for each field? */
  private boolean isWhole(int bodyLength) {
    int firstGroup = commit.limit();
    try {
      if (skipGroups() && commit.encodedLength() == bodyLength) {
        commit.limit(firstGroup);
        return true;
      }
    } catch (IndexOutOfBoundsException e) {
      // Counted below, like one that is too short.
    }
    counters.increment(VaultCounter.BAD_MESSAGES);
    return false;
  }

  /**
   * A group states how long its blocks are: with shorter ones the last fields would be read from
   * behind the message, and the length of many long ones doesn't fit into an int.
   *
   * @return false when they are not as they must be
   */
  private boolean skipGroups() {
    RowsDecoder rows = commit.rows();
    if (rows.actingBlockLength() != RowsDecoder.sbeBlockLength()) {
      return false;
    }
    rows.forEachRemaining(RowsDecoder::skipState);
    LinesDecoder lines = commit.lines();
    if (lines.actingBlockLength() != LinesDecoder.sbeBlockLength()) {
      return false;
    }
    lines.forEachRemaining(LinesDecoder::sbeSkip);
    TakenDecoder taken = commit.taken();
    if (taken.actingBlockLength() != TakenDecoder.sbeBlockLength()) {
      return false;
    }
    taken.forEachRemaining(TakenDecoder::sbeSkip);
    GivenDecoder given = commit.given();
    if (given.actingBlockLength() != GivenDecoder.sbeBlockLength()) {
      return false;
    }
    given.forEachRemaining(GivenDecoder::sbeSkip);
    CountedDecoder counted = commit.counted();
    counted.forEachRemaining(CountedDecoder::sbeSkip);
    return counted.actingBlockLength() == CountedDecoder.sbeBlockLength();
  }

  private boolean isBlock(int blockLength) {
    if (header.blockLength() == blockLength) {
      return true;
    }
    counters.increment(VaultCounter.BAD_MESSAGES);
    return false;
  }

  /** What the world asks of the vault. */
  interface Handler {
    void onClaim(long session, long playerId, boolean takesOver);

    /** The row is a view, valid during the call. */
    void onPlayerRow(PlayerRowDecoder row);

    void onGiveBack(long playerId);

    /** The commit is a view, valid during the call, at its first group. */
    void onCommit(CommitDecoder commit);

    void onClaimZone(int zone);

    void onReserveIds(long count);

    void onReleaseZone(int zone);
  }
}
