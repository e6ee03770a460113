package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.ClaimRefusedEncoder;
import dev.keepstone.ecs.message.sbe.DurableEncoder;
import dev.keepstone.ecs.message.sbe.LoadedEncoder;
import dev.keepstone.ecs.message.sbe.LossReason;
import dev.keepstone.ecs.message.sbe.LostEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import java.util.ArrayDeque;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Calls to bytes for the world's inbox. None of these messages may be dropped: when the inbox is
 * full, they wait here and are offered again in order, and {@link #isCongested} tells the vault to
 * take on nothing more. What can still come then is bounded by one answer per record held.
 */
final class WorldPublisher {
  /** Waiting messages above which the vault pauses: a few cycles' worth of a busy world. */
  private static final int CONGESTED_ABOVE = 256;

  private final Outbox toWorld;
  private final VaultCounters counters;
  private final ExpandableArrayBuffer buffer =
      new ExpandableArrayBuffer(2 * PlayerStateCodec.MAX_BYTES);
  private final UnsafeBuffer waitingView = new UnsafeBuffer(0, 0);
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final LoadedEncoder loaded = new LoadedEncoder();
  private final ClaimRefusedEncoder claimRefused = new ClaimRefusedEncoder();
  private final DurableEncoder durable = new DurableEncoder();
  private final LostEncoder lost = new LostEncoder();

  WorldPublisher(Outbox toWorld, VaultCounters counters) {
    this.toWorld = toWorld;
    this.counters = counters;
  }

  /** Offers again what waits; returns how much went out. */
  int offerWaiting() {
    int offered = 0;
    for (byte[] message = waiting.peekFirst(); message != null; message = waiting.peekFirst()) {
      waitingView.wrap(message);
      if (!toWorld.offer(waitingView, 0, message.length)) {
        break;
      }
      waiting.removeFirst();
      offered++;
    }
    return offered;
  }

  boolean isCongested() {
    return waiting.size() > CONGESTED_ABOVE;
  }

  boolean isDrained() {
    return waiting.isEmpty();
  }

  void loaded(long session, long version, boolean clamped, PlayerRecord player) {
    loaded
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(player.playerId)
        .version(version)
        .clamped((short) (clamped ? 1 : 0))
        .name(player.name);
    int part = loaded.limit();
    int partBytes =
        stateCodec.encode(player.state, buffer, part + LoadedEncoder.stateHeaderLength());
    buffer.putShort(part, (short) partBytes, LoadedEncoder.BYTE_ORDER);
    publish(loaded.encodedLength() + LoadedEncoder.stateHeaderLength() + partBytes);
  }

  void claimRefused(long session, long playerId, RefusalReason reason) {
    claimRefused
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(playerId)
        .reason(reason);
    publish(claimRefused.encodedLength());
  }

  void durable(long playerId, long version, boolean released) {
    durable
        .wrapAndApplyHeader(buffer, 0, header)
        .playerId(playerId)
        .version(version)
        .released((short) (released ? 1 : 0));
    publish(durable.encodedLength());
  }

  void lost(long playerId, LossReason reason) {
    lost.wrapAndApplyHeader(buffer, 0, header).playerId(playerId).reason(reason);
    publish(lost.encodedLength());
  }

  private void publish(int bodyLength) {
    int length = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
    if (waiting.isEmpty() && toWorld.offer(buffer, 0, length)) {
      return;
    }
    counters.increment(VaultCounter.OFFERS_REFUSED);
    byte[] copy = new byte[length];
    buffer.getBytes(0, copy);
    waiting.addLast(copy);
  }
}
