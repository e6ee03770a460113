package dev.keepstone.ecs.message;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.sbe.ClaimRefusedDecoder;
import dev.keepstone.ecs.message.sbe.CloseDecoder;
import dev.keepstone.ecs.message.sbe.DurableDecoder;
import dev.keepstone.ecs.message.sbe.EnterDecoder;
import dev.keepstone.ecs.message.sbe.GoneDecoder;
import dev.keepstone.ecs.message.sbe.LeaveDecoder;
import dev.keepstone.ecs.message.sbe.LoadedDecoder;
import dev.keepstone.ecs.message.sbe.LookDecoder;
import dev.keepstone.ecs.message.sbe.LostDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.ReleaseAskedDecoder;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.SayDecoder;
import dev.keepstone.ecs.message.sbe.WhoDecoder;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.ecs.state.StateLimits;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Turns the bytes of the inbox into calls. Believes nothing: header, schema, template, block length
 * and text lengths are checked against the length of the message before a field is read. What fails
 * is counted and dropped.
 *
 * <p>A block may be longer than this server knows (a newer sender has appended fields), never
 * shorter.
 */
public final class InboxAdapter implements MessageHandler {
  private static final int TEXT_HEADER_BYTES = SayDecoder.textHeaderLength();
  private static final int MALFORMED = -1;

  private final SessionHandler sessions;
  private final IntentHandler intents;
  private final WorldCounters counters;

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final EnterDecoder enter = new EnterDecoder();
  private final GoneDecoder gone = new GoneDecoder();
  private final MoveDecoder move = new MoveDecoder();
  private final SayDecoder say = new SayDecoder();
  private final LookDecoder look = new LookDecoder();
  private final WhoDecoder who = new WhoDecoder();
  private final LeaveDecoder leave = new LeaveDecoder();
  private final LoadedDecoder loaded = new LoadedDecoder();
  private final ClaimRefusedDecoder claimRefused = new ClaimRefusedDecoder();
  private final DurableDecoder durable = new DurableDecoder();
  private final LostDecoder lost = new LostDecoder();
  private final ReleaseAskedDecoder releaseAsked = new ReleaseAskedDecoder();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final PlayerState state = new PlayerState();

  public InboxAdapter(SessionHandler sessions, IntentHandler intents, WorldCounters counters) {
    this.sessions = sessions;
    this.intents = intents;
    this.counters = counters;
  }

  @Override
  public void onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    counters.increment(WorldCounter.INBOX_MESSAGES);
    if (lengthBytes < MessageHeaderDecoder.ENCODED_LENGTH) {
      counters.increment(WorldCounter.MALFORMED_MESSAGES);
      return;
    }
    header.wrap(buffer, offset);
    try {
      if (!dispatch(buffer, offset, lengthBytes)) {
        counters.increment(WorldCounter.MALFORMED_MESSAGES);
      }
    } catch (RuntimeException fault) {
      blame(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, fault);
    }
  }

  /** A bug in the handling of one message costs the session that it was about, nobody else. */
  private void blame(DirectBuffer buffer, int body, RuntimeException fault) {
    switch (header.templateId()) {
      case CloseDecoder.TEMPLATE_ID -> throw fault;
      case DurableDecoder.TEMPLATE_ID, LostDecoder.TEMPLATE_ID, ReleaseAskedDecoder.TEMPLATE_ID ->
          sessions.onFaultOfPlayer(buffer.getLong(body, ByteOrder.LITTLE_ENDIAN), fault);
      default -> sessions.onFaultOfSession(buffer.getLong(body, ByteOrder.LITTLE_ENDIAN), fault);
    }
  }

  /** Returns false when the message is not what its header says, or not for the world */
  private boolean dispatch(DirectBuffer buffer, int offset, int lengthBytes) {
    int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    int end = offset + lengthBytes;
    int block = header.blockLength();
    int version = header.version();
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID || body + block > end) {
      return false;
    }
    switch (header.templateId()) {
      case EnterDecoder.TEMPLATE_ID -> {
        if (block < EnterDecoder.BLOCK_LENGTH) {
          return false;
        }
        enter.wrap(buffer, body, block, version);
        sessions.onEnter(entryRequest());
      }
      case GoneDecoder.TEMPLATE_ID -> {
        if (block < GoneDecoder.BLOCK_LENGTH) {
          return false;
        }
        gone.wrap(buffer, body, block, version);
        sessions.onGone(gone.session());
      }
      case MoveDecoder.TEMPLATE_ID -> {
        if (block < MoveDecoder.BLOCK_LENGTH) {
          return false;
        }
        move.wrap(buffer, body, block, version);
        intents.onMove(
            move.session(),
            (int) move.sequence(),
            move.directionX(),
            move.directionY(),
            move.ticks());
      }
      case SayDecoder.TEMPLATE_ID -> {
        int length = textLength(buffer, body + block, end);
        if (block < SayDecoder.BLOCK_LENGTH || length == MALFORMED) {
          return false;
        }
        say.wrap(buffer, body, block, version);
        intents.onSay(
            say.session(), (int) say.sequence(), buffer, body + block + TEXT_HEADER_BYTES, length);
      }
      case LookDecoder.TEMPLATE_ID -> {
        if (block < LookDecoder.BLOCK_LENGTH) {
          return false;
        }
        look.wrap(buffer, body, block, version);
        intents.onLook(look.session(), (int) look.sequence());
      }
      case WhoDecoder.TEMPLATE_ID -> {
        if (block < WhoDecoder.BLOCK_LENGTH) {
          return false;
        }
        who.wrap(buffer, body, block, version);
        intents.onWho(who.session(), (int) who.sequence());
      }
      case LeaveDecoder.TEMPLATE_ID -> {
        if (block < LeaveDecoder.BLOCK_LENGTH) {
          return false;
        }
        leave.wrap(buffer, body, block, version);
        intents.onLeave(leave.session(), (int) leave.sequence());
      }
      case LoadedDecoder.TEMPLATE_ID -> {
        int length = textLength(buffer, body + block, end);
        if (block < LoadedDecoder.BLOCK_LENGTH || length == MALFORMED) {
          return false;
        }
        int name = body + block + TEXT_HEADER_BYTES;
        int stateLength = textLength(buffer, name + length, end);
        if (stateLength == MALFORMED
            || !stateCodec.decode(buffer, name + length + TEXT_HEADER_BYTES, stateLength, state)) {
          return false;
        }
        loaded.wrap(buffer, body, block, version);
        sessions.onLoaded(loadedPlayer(buffer, name, length));
      }
      case ClaimRefusedDecoder.TEMPLATE_ID -> {
        if (block < ClaimRefusedDecoder.BLOCK_LENGTH) {
          return false;
        }
        claimRefused.wrap(buffer, body, block, version);
        sessions.onClaimRefused(
            claimRefused.session(), claimRefused.playerId(), reason(claimRefused.reasonRaw()));
      }
      case DurableDecoder.TEMPLATE_ID -> {
        if (block < DurableDecoder.BLOCK_LENGTH) {
          return false;
        }
        durable.wrap(buffer, body, block, version);
        sessions.onDurable(durable.playerId(), durable.version(), durable.released() == 1);
      }
      case LostDecoder.TEMPLATE_ID -> {
        if (block < LostDecoder.BLOCK_LENGTH) {
          return false;
        }
        lost.wrap(buffer, body, block, version);
        sessions.onLost(lost.playerId());
      }
      case ReleaseAskedDecoder.TEMPLATE_ID -> {
        if (block < ReleaseAskedDecoder.BLOCK_LENGTH) {
          return false;
        }
        releaseAsked.wrap(buffer, body, block, version);
        sessions.onReleaseAsked(releaseAsked.playerId());
      }
      case CloseDecoder.TEMPLATE_ID -> sessions.onClose();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Of the text at {@code at}, or {@link #MALFORMED} when it would go beyond the message. */
  private static int textLength(DirectBuffer buffer, int at, int end) {
    if (at + TEXT_HEADER_BYTES > end) {
      return MALFORMED;
    }
    int length = buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    return at + TEXT_HEADER_BYTES + length <= end ? length : MALFORMED;
  }

  /** A reason of a newer vault still means that there is no character to play. */
  private static RefusalReason reason(short code) {
    return code >= RefusalReason.ALREADY_PLAYING.value() && code <= RefusalReason.BAD_TOKEN.value()
        ? RefusalReason.get(code)
        : RefusalReason.STORE_UNAVAILABLE;
  }

  private EntryRequest entryRequest() {
    byte[] newToken = new byte[StateLimits.TOKEN_HASH_BYTES];
    byte[] shownToken = new byte[StateLimits.TOKEN_HASH_BYTES];
    enter.getNewToken(newToken, 0, newToken.length);
    enter.getShownToken(shownToken, 0, shownToken.length);
    return new EntryRequest(
        enter.session(),
        enter.playerId(),
        enter.roleRaw() == Role.ADMIN.value() ? Role.ADMIN : Role.PLAYER,
        enter.takeOver() == 1,
        newToken,
        shownToken);
  }

  private LoadedPlayer loadedPlayer(DirectBuffer buffer, int nameOffset, int nameLengthBytes) {
    byte[] name = new byte[nameLengthBytes];
    buffer.getBytes(nameOffset, name);
    return new LoadedPlayer(
        loaded.session(),
        loaded.playerId(),
        loaded.version(),
        loaded.clamped() == 1,
        new String(name, StandardCharsets.UTF_8),
        state);
  }
}
