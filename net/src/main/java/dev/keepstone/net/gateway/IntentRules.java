package dev.keepstone.net.gateway;

import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.SayDecoder;
import dev.keepstone.ecs.rule.ChatText;
import org.agrona.DirectBuffer;

/**
 * What the world would not do anyway, refused before it takes room in the inbox: directions that
 * are none, and lines that may not be said. The world checks again.
 */
final class IntentRules {
  private static final int TEXT_HEADER_BYTES = SayDecoder.textHeaderLength();

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final MoveDecoder move = new MoveDecoder();
  private final SayDecoder say = new SayDecoder();

  /** The message has passed the frame validator. */
  boolean allows(int templateId, DirectBuffer message, int offset) {
    return switch (templateId) {
      case MoveDecoder.TEMPLATE_ID -> {
        move.wrapAndApplyHeader(message, offset, header);
        yield Math.abs(move.directionX()) <= 1 && Math.abs(move.directionY()) <= 1;
      }
      case SayDecoder.TEMPLATE_ID -> {
        say.wrapAndApplyHeader(message, offset, header);
        int textAt = say.limit() + TEXT_HEADER_BYTES;
        int end = textAt + say.textLength();
        int from = ChatText.trimmedStart(message, textAt, end - textAt);
        int to = ChatText.trimmedEnd(message, from, end);
        yield ChatText.isAcceptable(message, from, to - from);
      }
      default -> true;
    };
  }
}
