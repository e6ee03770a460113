package dev.keepstone.net.gateway;

import dev.keepstone.ecs.message.sbe.IntentRefusedEncoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.net.auth.Account;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.wire.RefusalText;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.CharactersEncoder;
import dev.keepstone.net.wire.sbe.HelloRefusedEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.PongEncoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import dev.keepstone.net.wire.sbe.RefusedEncoder;
import dev.keepstone.net.wire.sbe.TokenEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what the gateway itself says. Each call overwrites the message before it. */
final class Answers {
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[WireLimits.MAX_CLIENT_FRAME_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final dev.keepstone.ecs.message.sbe.MessageHeaderEncoder worldHeader =
      new dev.keepstone.ecs.message.sbe.MessageHeaderEncoder();
  private final HelloRefusedEncoder helloRefused = new HelloRefusedEncoder();
  private final RefusedEncoder refused = new RefusedEncoder();
  private final CharactersEncoder characters = new CharactersEncoder();
  private final PongEncoder pong = new PongEncoder();
  private final TokenEncoder tokenEncoder = new TokenEncoder();
  private final IntentRefusedEncoder intentRefused = new IntentRefusedEncoder();

  /** Where the messages are, from offset 0. */
  UnsafeBuffer buffer() {
    return buffer;
  }

  /** Returns the message's length, as all of these do. */
  int helloRefused(RefusalCode code) {
    helloRefused
        .wrapAndApplyHeader(buffer, 0, header)
        .code(code)
        .protocolVersion(WireLimits.PROTOCOL_VERSION);
    return MessageHeaderEncoder.ENCODED_LENGTH + helloRefused.encodedLength();
  }

  int refused(RefusalCode code, long retryAfterMs, String text) {
    refused.wrapAndApplyHeader(buffer, 0, header).code(code).retryAfterMs(retryAfterMs).text(text);
    return MessageHeaderEncoder.ENCODED_LENGTH + refused.encodedLength();
  }

  int pong(long nonce) {
    pong.wrapAndApplyHeader(buffer, 0, header).nonce(nonce);
    return MessageHeaderEncoder.ENCODED_LENGTH + pong.encodedLength();
  }

  int token(byte[] token) {
    tokenEncoder.wrapAndApplyHeader(buffer, 0, header).putToken(token, 0, token.length);
    return MessageHeaderEncoder.ENCODED_LENGTH + tokenEncoder.encodedLength();
  }

  /** The account's characters, and why what was asked was not done. */
  int characters(CharacterDesk.Answer answer) {
    RefusalCode refusal = answer.refusal();
    CharactersEncoder.OwnedEncoder group =
        characters
            .wrapAndApplyHeader(buffer, 0, header)
            .refusal(refusal == null ? 0 : refusal.value())
            .ownedCount(answer.characters().size());
    for (Account.OwnCharacter character : answer.characters()) {
      group
          .next()
          .selected((short) (character.playerId() == answer.selectedId() ? 1 : 0))
          .name(character.name());
    }
    characters.text(refusal == null ? "" : RefusalText.of(refusal));
    return MessageHeaderEncoder.ENCODED_LENGTH + characters.encodedLength();
  }

  int intentRefused(long sessionId, long sequence, RefusalReason reason) {
    intentRefused
        .wrapAndApplyHeader(buffer, 0, worldHeader)
        .session(sessionId)
        .sequence(sequence)
        .reason(reason);
    return MessageHeaderEncoder.ENCODED_LENGTH + intentRefused.encodedLength();
  }
}
