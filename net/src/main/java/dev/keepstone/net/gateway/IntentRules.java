package dev.keepstone.net.gateway;

import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.SayDecoder;
import dev.keepstone.net.wire.WireLimits;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * What no world would do, refused before it takes room in the inbox: directions that are none, and
 * lines of chat that are empty, too long, not UTF-8, or hold control characters that would reach
 * other players' terminals. The world checks again what matters to it.
 */
final class IntentRules {
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final MoveDecoder move = new MoveDecoder();
  private final SayDecoder say = new SayDecoder();
  private final byte[] textBytes = new byte[WireLimits.MAX_SAY_BYTES];
  private final CharBuffer characters = CharBuffer.allocate(WireLimits.MAX_SAY_BYTES);
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  /** The message has passed the frame validator. */
  boolean allows(int templateId, DirectBuffer message, int offset) {
    return switch (templateId) {
      case MoveDecoder.TEMPLATE_ID -> {
        move.wrapAndApplyHeader(message, offset, header);
        yield Math.abs(move.directionX()) <= 1 && Math.abs(move.directionY()) <= 1;
      }
      case SayDecoder.TEMPLATE_ID -> {
        say.wrapAndApplyHeader(message, offset, header);
        int lengthBytes = say.textLength();
        if (lengthBytes == 0 || lengthBytes > textBytes.length) {
          yield false;
        }
        say.getText(textBytes, 0, lengthBytes);
        yield isPrintable(lengthBytes);
      }
      default -> true;
    };
  }

  private boolean isPrintable(int lengthBytes) {
    characters.clear();
    CoderResult result =
        utf8.reset().decode(ByteBuffer.wrap(textBytes, 0, lengthBytes), characters, true);
    if (result.isError()) {
      return false;
    }
    characters.flip();
    for (int i = 0; i < characters.length(); i++) {
      if (Character.isISOControl(characters.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
