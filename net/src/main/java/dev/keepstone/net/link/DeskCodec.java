package dev.keepstone.net.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.Account;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.wire.sbe.DeskAction;
import dev.keepstone.net.wire.sbe.DeskCharactersDecoder;
import dev.keepstone.net.wire.sbe.DeskCharactersEncoder;
import dev.keepstone.net.wire.sbe.DeskRequestEncoder;
import dev.keepstone.net.wire.sbe.DeskVerdictDecoder;
import dev.keepstone.net.wire.sbe.DeskVerdictEncoder;
import dev.keepstone.net.wire.sbe.GoodbyeEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import dev.keepstone.net.wire.sbe.StoppingEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Encodes what the two ends of a link say beside the world's messages. For one thread. */
final class DeskCodec {
  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int NOT_REFUSED = 0;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 * 1024]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final DeskRequestEncoder request = new DeskRequestEncoder();
  private final DeskVerdictEncoder verdict = new DeskVerdictEncoder();
  private final DeskCharactersEncoder characters = new DeskCharactersEncoder();

  /** Where the messages are, from offset 0; each call overwrites the one before. */
  UnsafeBuffer buffer() {
    return buffer;
  }

  /** Returns the message's length, as all of these do. */
  int request(
      long number,
      long sessionId,
      DeskAction action,
      String address,
      String account,
      byte[] password,
      String character) {
    request
        .wrapAndApplyHeader(buffer, 0, header)
        .number(number)
        .session(sessionId)
        .action(action)
        .account(account)
        .putPassword(password, 0, password.length)
        .character(character)
        .address(address);
    return HEADER_BYTES + request.encodedLength();
  }

  int verdict(long number, AuthResult result) {
    RefusalCode refusal = result.refusal();
    String text = result.text();
    byte[] utf8 = (text == null ? "" : text).getBytes(UTF_8);
    verdict
        .wrapAndApplyHeader(buffer, 0, header)
        .number(number)
        .playerId(result.playerId())
        .refusal(refusal == null ? NOT_REFUSED : refusal.value())
        .role(result.role().value())
        .retryAfterMs(result.retryAfterMs())
        .putText(utf8, 0, Math.min(utf8.length, buffer.capacity() / 2));
    return HEADER_BYTES + verdict.encodedLength();
  }

  /** The verdict in a message that has passed the frame validator; null when it makes no sense. */
  static @Nullable AuthResult result(DeskVerdictDecoder verdict) {
    RefusalCode refusal = refusalOf(verdict.refusal());
    Role role =
        verdict.role() == Role.ADMIN.value()
            ? Role.ADMIN
            : verdict.role() == Role.PLAYER.value() ? Role.PLAYER : null;
    if (role == null || (refusal == null && verdict.refusal() != NOT_REFUSED)) {
      return null;
    }
    String text = verdict.text();
    return new AuthResult(
        refusal,
        verdict.playerId(),
        role,
        text.isEmpty() ? null : text,
        verdict.retryAfterMs(),
        null);
  }

  int characters(long number, CharacterDesk.Answer answer) {
    RefusalCode refusal = answer.refusal();
    DeskCharactersEncoder.OwnedEncoder owned =
        characters
            .wrapAndApplyHeader(buffer, 0, header)
            .number(number)
            .selectedId(answer.selectedId())
            .refusal(refusal == null ? NOT_REFUSED : refusal.value())
            .ownedCount(answer.characters().size());
    for (Account.OwnCharacter character : answer.characters()) {
      owned.next().playerId(character.playerId()).name(character.name());
    }
    return HEADER_BYTES + characters.encodedLength();
  }

  /** The same for characters. */
  static CharacterDesk.@Nullable Answer answer(DeskCharactersDecoder message) {
    RefusalCode refusal = refusalOf(message.refusal());
    if (refusal == null && message.refusal() != NOT_REFUSED) {
      return null;
    }
    long selectedId = message.selectedId();
    List<Account.OwnCharacter> owned = new ArrayList<>();
    for (DeskCharactersDecoder.OwnedDecoder character : message.owned()) {
      owned.add(new Account.OwnCharacter(character.playerId(), character.name()));
    }
    return new CharacterDesk.Answer(refusal, owned, selectedId);
  }

  int stopping() {
    new StoppingEncoder().wrapAndApplyHeader(buffer, 0, header).unused((short) 0);
    return HEADER_BYTES + StoppingEncoder.BLOCK_LENGTH;
  }

  int goodbye() {
    new GoodbyeEncoder().wrapAndApplyHeader(buffer, 0, header).unused((short) 0);
    return HEADER_BYTES + GoodbyeEncoder.BLOCK_LENGTH;
  }

  /** Null for 0 and for what is no code. */
  private static @Nullable RefusalCode refusalOf(int code) {
    for (RefusalCode refusal : RefusalCode.values()) {
      if (refusal != RefusalCode.NULL_VAL && refusal.value() == code) {
        return refusal;
      }
    }
    return null;
  }
}
