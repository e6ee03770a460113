package dev.keepstone.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keepstone.ecs.message.sbe.LeaveEncoder;
import dev.keepstone.ecs.message.sbe.LookEncoder;
import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.ecs.message.sbe.SayEncoder;
import dev.keepstone.ecs.message.sbe.WhoEncoder;
import dev.keepstone.net.wire.PasswordText;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.CharacterRequestEncoder;
import dev.keepstone.net.wire.sbe.LoginEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.PingEncoder;
import dev.keepstone.net.wire.sbe.ReceivedEncoder;
import dev.keepstone.net.wire.sbe.RegisterEncoder;
import dev.keepstone.net.wire.sbe.ResumeEncoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes what a client says; each call overwrites the message before it and returns the length of
 * the new one, 0 when it cannot be said. The session in an intent is left 0: the client says there
 * which update it has received, and the gateway then puts its own session in its place.
 */
final class Requests {
  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int MAX_NAME_BYTES = 64;

  private final UnsafeBuffer buffer =
      new UnsafeBuffer(new byte[WireLimits.MAX_CLIENT_MESSAGE_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final dev.keepstone.ecs.message.sbe.MessageHeaderEncoder worldHeader =
      new dev.keepstone.ecs.message.sbe.MessageHeaderEncoder();
  private final RegisterEncoder register = new RegisterEncoder();
  private final LoginEncoder login = new LoginEncoder();
  private final ResumeEncoder resume = new ResumeEncoder();
  private final CharacterRequestEncoder characterRequest = new CharacterRequestEncoder();
  private final PingEncoder ping = new PingEncoder();
  private final ReceivedEncoder received = new ReceivedEncoder();
  private final MoveEncoder move = new MoveEncoder();
  private final SayEncoder say = new SayEncoder();
  private final LookEncoder look = new LookEncoder();
  private final WhoEncoder who = new WhoEncoder();
  private final LeaveEncoder leave = new LeaveEncoder();

  /** Where the messages are, from offset 0. */
  UnsafeBuffer buffer() {
    return buffer;
  }

  /** Forgets a password. */
  void wipe() {
    buffer.setMemory(0, buffer.capacity(), (byte) 0);
  }

  int register(String name, char[] password) {
    byte[] nameBytes = name.getBytes(UTF_8);
    byte[] passwordBytes = PasswordText.normalized(password);
    try {
      if (!fit(nameBytes, passwordBytes)) {
        return 0;
      }
      register
          .wrapAndApplyHeader(buffer, 0, header)
          .putName(nameBytes, 0, nameBytes.length)
          .putPassword(passwordBytes, 0, passwordBytes.length);
      return HEADER_BYTES + register.encodedLength();
    } finally {
      Arrays.fill(passwordBytes, (byte) 0);
    }
  }

  int login(String name, char[] password, boolean takeOver, String character) {
    byte[] nameBytes = name.getBytes(UTF_8);
    byte[] characterBytes = character.getBytes(UTF_8);
    byte[] passwordBytes = PasswordText.normalized(password);
    try {
      if (!fit(nameBytes, passwordBytes) || characterBytes.length > MAX_NAME_BYTES) {
        return 0;
      }
      login
          .wrapAndApplyHeader(buffer, 0, header)
          .takeOver((short) (takeOver ? 1 : 0))
          .putName(nameBytes, 0, nameBytes.length)
          .putPassword(passwordBytes, 0, passwordBytes.length)
          .putCharacter(characterBytes, 0, characterBytes.length);
      return HEADER_BYTES + login.encodedLength();
    } finally {
      Arrays.fill(passwordBytes, (byte) 0);
    }
  }

  int resume(String name, byte[] token, String character) {
    byte[] nameBytes = name.getBytes(UTF_8);
    byte[] characterBytes = character.getBytes(UTF_8);
    if (nameBytes.length > MAX_NAME_BYTES
        || characterBytes.length > MAX_NAME_BYTES
        || token.length != WireLimits.TOKEN_BYTES) {
      return 0;
    }
    resume
        .wrapAndApplyHeader(buffer, 0, header)
        .putToken(token, 0, token.length)
        .putName(nameBytes, 0, nameBytes.length)
        .putCharacter(characterBytes, 0, characterBytes.length);
    return HEADER_BYTES + resume.encodedLength();
  }

  int characters(CharacterAction action, String name) {
    byte[] nameBytes = name.getBytes(UTF_8);
    if (nameBytes.length > MAX_NAME_BYTES) {
      return 0;
    }
    characterRequest
        .wrapAndApplyHeader(buffer, 0, header)
        .action(action)
        .putName(nameBytes, 0, nameBytes.length);
    return HEADER_BYTES + characterRequest.encodedLength();
  }

  int received(int number) {
    received.wrapAndApplyHeader(buffer, 0, header).number(number);
    return HEADER_BYTES + received.encodedLength();
  }

  int ping(long nonce) {
    ping.wrapAndApplyHeader(buffer, 0, header).nonce(nonce);
    return HEADER_BYTES + ping.encodedLength();
  }

  int move(int sequence, int directionX, int directionY, int ticks) {
    move.wrapAndApplyHeader(buffer, 0, worldHeader)
        .session(0)
        .sequence(sequence)
        .directionX((byte) directionX)
        .directionY((byte) directionY)
        .ticks((short) ticks);
    return HEADER_BYTES + move.encodedLength();
  }

  int say(int sequence, String text) {
    byte[] textBytes = text.getBytes(UTF_8);
    if (textBytes.length > WireLimits.MAX_SAY_BYTES) {
      return 0;
    }
    say.wrapAndApplyHeader(buffer, 0, worldHeader)
        .session(0)
        .sequence(sequence)
        .putText(textBytes, 0, textBytes.length);
    return HEADER_BYTES + say.encodedLength();
  }

  int look(int sequence) {
    look.wrapAndApplyHeader(buffer, 0, worldHeader).session(0).sequence(sequence);
    return HEADER_BYTES + look.encodedLength();
  }

  int who(int sequence) {
    who.wrapAndApplyHeader(buffer, 0, worldHeader).session(0).sequence(sequence);
    return HEADER_BYTES + who.encodedLength();
  }

  int leave(int sequence) {
    leave.wrapAndApplyHeader(buffer, 0, worldHeader).session(0).sequence(sequence);
    return HEADER_BYTES + leave.encodedLength();
  }

  private static boolean fit(byte[] name, byte[] password) {
    return name.length <= MAX_NAME_BYTES && password.length <= PasswordText.MAX_BYTES;
  }
}
