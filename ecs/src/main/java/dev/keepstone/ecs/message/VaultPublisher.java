package dev.keepstone.ecs.message;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.sbe.ClaimEncoder;
import dev.keepstone.ecs.message.sbe.ClaimZoneEncoder;
import dev.keepstone.ecs.message.sbe.GiveBackEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowEncoder;
import dev.keepstone.ecs.message.sbe.ReleaseZoneEncoder;
import dev.keepstone.ecs.message.sbe.ReserveIdsEncoder;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the world says to the vault. Each call returns false when the ring is full: nothing was
 * written, nothing may change, the caller tries again at a later tick or refuses.
 */
public final class VaultPublisher {
  private static final int PART_HEADER_BYTES = PlayerRowEncoder.stateHeaderLength();

  /** Room for the longest commit: two states, and a line for each slot of both inventories. */
  private static final int SCRATCH_BYTES = 4 * PlayerStateCodec.MAX_BYTES;

  private final Outbox vault;
  private final WorldCounters counters;
  private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(SCRATCH_BYTES));
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ClaimEncoder claim = new ClaimEncoder();
  private final PlayerRowEncoder row = new PlayerRowEncoder();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final CommitEncoding commit = new CommitEncoding(stateCodec);
  private final GiveBackEncoder giveBack = new GiveBackEncoder();
  private final ClaimZoneEncoder claimZone = new ClaimZoneEncoder();
  private final ReserveIdsEncoder reserveIds = new ReserveIdsEncoder();
  private final ReleaseZoneEncoder releaseZone = new ReleaseZoneEncoder();

  public VaultPublisher(Outbox vault, WorldCounters counters) {
    this.vault = vault;
    this.counters = counters;
  }

  /**
   * Asks for a character.
   *
   * @param takeOver the server that has it is asked to let go
   */
  public boolean claim(long session, long playerId, boolean takeOver) {
    claim
        .wrapAndApplyHeader(scratch, 0, header)
        .session(session)
        .playerId(playerId)
        .takeOver((short) (takeOver ? 1 : 0));
    return offer(claim.encodedLength());
  }

  /**
   * A snapshot of the durable columns of one row.
   *
   * @param version frozen with this content once it is accepted
   * @param release the last save of this session
   */
  public boolean playerRow(long playerId, long version, boolean release, PlayerState state) {
    row.wrapAndApplyHeader(scratch, 0, header)
        .playerId(playerId)
        .version(version)
        .release((short) (release ? 1 : 0));
    int part = row.limit();
    int partBytes = stateCodec.encode(state, scratch, part + PART_HEADER_BYTES);
    scratch.putShort(part, (short) partBytes, ByteOrder.LITTLE_ENDIAN);
    return offer(row.encodedLength() + PART_HEADER_BYTES + partBytes);
  }

  public boolean giveBack(long playerId) {
    giveBack.wrapAndApplyHeader(scratch, 0, header).playerId(playerId);
    return offer(giveBack.encodedLength());
  }

  public boolean claimZone(int zone) {
    claimZone.wrapAndApplyHeader(scratch, 0, header).zone(zone);
    return offer(claimZone.encodedLength());
  }

  public boolean reserveIds(int count) {
    reserveIds.wrapAndApplyHeader(scratch, 0, header).count(count);
    return offer(reserveIds.encodedLength());
  }

  public boolean releaseZone(int zone) {
    releaseZone.wrapAndApplyHeader(scratch, 0, header).zone(zone);
    return offer(releaseZone.encodedLength());
  }

  /**
   * Starts a commit. Its parts follow in the order of {@link CommitEncoding}, which writes into
   * this publisher's buffer; {@link #sendCommit} ends it.
   */
  public CommitEncoding beginCommit() {
    return commit.begin(scratch);
  }

  public boolean sendCommit() {
    return offer(commit.bodyBytes());
  }

  private boolean offer(int bodyBytes) {
    boolean accepted = vault.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyBytes);
    if (!accepted) {
      counters.increment(WorldCounter.VAULT_FULL);
    }
    return accepted;
  }
}
