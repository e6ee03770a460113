package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.sbe.ClaimDecoder;
import dev.keepstone.ecs.message.sbe.GiveBackDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import org.agrona.DirectBuffer;

/** Bytes from the world to calls. What isn't sound is counted and dropped. */
final class WorldAdapter implements MessageHandler {
  private final Handler handler;
  private final VaultCounters counters;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final ClaimDecoder claim = new ClaimDecoder();
  private final PlayerRowDecoder row = new PlayerRowDecoder();
  private final GiveBackDecoder giveBack = new GiveBackDecoder();

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
          handler.onClaim(claim.session(), claim.playerId());
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

  private boolean isBlock(int blockLength) {
    if (header.blockLength() == blockLength) {
      return true;
    }
    counters.increment(VaultCounter.BAD_MESSAGES);
    return false;
  }

  /** What the world asks of the vault. */
  interface Handler {
    void onClaim(long session, long playerId);

    /** The row is a view, valid during the call. */
    void onPlayerRow(PlayerRowDecoder row);

    void onGiveBack(long playerId);
  }
}
