package dev.keepstone.ecs.message;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.sbe.ClaimEncoder;
import dev.keepstone.ecs.message.sbe.GiveBackEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowEncoder;
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
  private static final int SCRATCH_BYTES = 2 * PlayerStateCodec.MAX_BYTES;

  private final Outbox vault;
  private final WorldCounters counters;
  private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(SCRATCH_BYTES));
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ClaimEncoder claim = new ClaimEncoder();
  private final PlayerRowEncoder row = new PlayerRowEncoder();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final GiveBackEncoder giveBack = new GiveBackEncoder();

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

  private boolean offer(int bodyBytes) {
    boolean accepted = vault.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyBytes);
    if (!accepted) {
      counters.increment(WorldCounter.VAULT_FULL);
    }
    return accepted;
  }
}
