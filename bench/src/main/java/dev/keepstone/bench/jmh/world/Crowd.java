package dev.keepstone.bench.jmh.world;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.MessageRing;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.ClaimDecoder;
import dev.keepstone.ecs.message.sbe.DurableEncoder;
import dev.keepstone.ecs.message.sbe.EnterEncoder;
import dev.keepstone.ecs.message.sbe.LoadedEncoder;
import dev.keepstone.ecs.message.sbe.LookEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.SayEncoder;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.ecs.state.StateLimits;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Everybody outside of the world in one object: players with seeded intents, the vault that loads
 * them and confirms their rows, the gateway that takes their updates. All queues are real rings.
 * Allocates nothing once everybody has entered.
 *
 * <p>Each tick a player walks on with a chance of 1 in 4 (so 5 intents a second), one player looks
 * around, and every twentieth tick somebody speaks to everybody.
 */
final class Crowd {
  private static final int INBOX_BYTES = 4 * 1024 * 1024;

  /** The updates of one tick: 5 000 players who see 200 others each are 19 MB. */
  private static final int GATEWAY_BYTES = 32 * 1024 * 1024;

  private static final int WALK_CHANCE = 4;
  private static final int SPEECH_TICKS = 20;
  private static final byte[] SPEECH =
      "selling 3 rabbit pelts, meet me at the well".getBytes(StandardCharsets.UTF_8);

  private final MessageRing inbox = new MessageRing(INBOX_BYTES);
  private final MessageRing gateway = new MessageRing(GATEWAY_BYTES);
  private final MessageHandler forget = (buffer, offset, lengthBytes) -> {};
  private static final byte[] NO_TOKEN = new byte[StateLimits.TOKEN_HASH_BYTES];

  private final SplittableRandom random;
  private final int zones;
  private final float[] x;
  private final float[] y;
  private final long[] sequences;

  private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[8 * 1024]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final EnterEncoder enter = new EnterEncoder();
  private final LoadedEncoder loaded = new LoadedEncoder();
  private final PlayerState state = new PlayerState();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final MoveEncoder move = new MoveEncoder();
  private final LookEncoder look = new LookEncoder();
  private final SayEncoder say = new SayEncoder();
  private final DurableEncoder durable = new DurableEncoder();
  private final MessageHeaderDecoder vaultHeader = new MessageHeaderDecoder();
  private final ClaimDecoder claim = new ClaimDecoder();
  private final PlayerRowDecoder row = new PlayerRowDecoder();
  private long ticks;

  /**
   * Knows where everybody will enter; nobody has entered yet.
   *
   * @param zones among which they are spread, numbered from 1 on
   * @param zoneTiles both ways of each zone
   * @param hubs whether the players of a zone gather in its middle, within 32 tiles
   */
  Crowd(int players, int zones, int zoneTiles, boolean hubs, int seed) {
    random = new SplittableRandom(seed);
    this.zones = zones;
    x = new float[players];
    y = new float[players];
    sequences = new long[players];
    for (int i = 0; i < players; i++) {
      if (hubs) {
        x[i] = zoneTiles / 2f + random.nextInt(32) - 15.5f;
        y[i] = zoneTiles / 2f + random.nextInt(32) - 15.5f;
      } else {
        x[i] = 2 + random.nextInt(zoneTiles - 4) + 0.5f;
        y[i] = 2 + random.nextInt(zoneTiles - 4) + 0.5f;
      }
    }
  }

  MessageRing inbox() {
    return inbox;
  }

  /** Takes updates until {@link #readUpdates()}. */
  Outbox gateway() {
    return gateway;
  }

  /** The vault: loads whoever is claimed, confirms every row, both before the next tick. */
  boolean onVault(DirectBuffer buffer, int offset, int lengthBytes) {
    vaultHeader.wrap(buffer, offset);
    switch (vaultHeader.templateId()) {
      case ClaimDecoder.TEMPLATE_ID -> {
        claim.wrapAndApplyHeader(buffer, offset, vaultHeader);
        load(claim.session(), claim.playerId());
      }
      case PlayerRowDecoder.TEMPLATE_ID -> {
        row.wrapAndApplyHeader(buffer, offset, vaultHeader);
        durable
            .wrapAndApplyHeader(scratch, 0, header)
            .playerId(row.playerId())
            .version(row.version())
            .released(row.release());
        offer(durable.encodedLength());
      }
      default -> throw new IllegalStateException("template=" + vaultHeader.templateId());
    }
    return true;
  }

  private void load(long session, long playerId) {
    int i = (int) playerId - 1;
    byte[] name = ("player" + playerId).getBytes(StandardCharsets.UTF_8);
    loaded
        .wrapAndApplyHeader(scratch, 0, header)
        .session(session)
        .playerId(playerId)
        .version(1)
        .clamped((short) 0)
        .putName(name, 0, name.length);
    state.createdAtMs = 1;
    state.zone = 1 + i % zones;
    state.hp = 100;
    state.x = x[i];
    state.y = y[i];
    int part = loaded.limit();
    int partBytes = stateCodec.encode(state, scratch, part + LoadedEncoder.stateHeaderLength());
    scratch.putShort(part, (short) partBytes, LoadedEncoder.BYTE_ORDER);
    offer(loaded.encodedLength() + LoadedEncoder.stateHeaderLength() + partBytes);
  }

  /** Everybody asks to enter. Session and player have the same number, from 1 on. */
  void enter() {
    for (int i = 1; i <= x.length; i++) {
      enter
          .wrapAndApplyHeader(scratch, 0, header)
          .session(i)
          .playerId(i)
          .role(Role.PLAYER)
          .takeOver((short) 0)
          .putNewToken(NO_TOKEN, 0, NO_TOKEN.length)
          .putShownToken(NO_TOKEN, 0, NO_TOKEN.length);
      offer(enter.encodedLength());
    }
  }

  /** Offers the intents of one tick. */
  void act() {
    ticks++;
    for (int i = 0; i < x.length; i++) {
      if (random.nextInt(WALK_CHANCE) == 0) {
        walk(i);
      }
    }
    int somebody = random.nextInt(x.length);
    look.wrapAndApplyHeader(scratch, 0, header)
        .session(somebody + 1)
        .sequence(++sequences[somebody]);
    offer(look.encodedLength());
    if (ticks % SPEECH_TICKS == 0) {
      say.wrapAndApplyHeader(scratch, 0, header)
          .session(somebody + 1)
          .sequence(++sequences[somebody])
          .putText(SPEECH, 0, SPEECH.length);
      offer(say.encodedLength());
    }
  }

  /** Any direction, for half a second at most; (0, 0) stops. */
  private void walk(int i) {
    move.wrapAndApplyHeader(scratch, 0, header)
        .session(i + 1)
        .sequence(++sequences[i])
        .directionX((byte) (random.nextInt(3) - 1))
        .directionY((byte) (random.nextInt(3) - 1))
        .ticks((short) (1 + random.nextInt(10)));
    offer(move.encodedLength());
  }

  /** Empties the gateway's ring. */
  void readUpdates() {
    while (gateway.poll(forget, Integer.MAX_VALUE) > 0) {
      // a poll ends where the ring wraps around
    }
  }

  private void offer(int bodyBytes) {
    if (!inbox.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyBytes)) {
      throw new IllegalStateException("inbox is full: capacityBytes=" + INBOX_BYTES);
    }
  }
}
