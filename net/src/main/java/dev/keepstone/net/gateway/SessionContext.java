package dev.keepstone.net.gateway;

import dev.keepstone.ecs.message.sbe.EnterRefusedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.net.seal.ServerHandshake;
import dev.keepstone.net.update.UpdateFormat;
import dev.keepstone.net.update.UpdateScratch;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.CharacterRequestDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.PingDecoder;
import dev.keepstone.net.wire.sbe.ReceivedDecoder;
import dev.keepstone.net.wire.sbe.UpdateEncoder;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** What all sessions of one gateway share: the clock of the cycle, the ways out, and scratch. */
final class SessionContext {
  final GatewayConfig config;
  final CachedNanoClock clock;
  final ServerHandshake handshake;
  final Authentication authentication;
  final WorldLink world;
  final WorldGate worldGate;
  final ResumeTokens tokens;
  final GatewayCounters counters;
  final FaultLog faultLog = new FaultLog();
  final IntentRules intentRules = new IntentRules();
  final Answers answers = new Answers();
  final CredentialsDecoder credentials = new CredentialsDecoder();
  final MessageHeaderDecoder header = new MessageHeaderDecoder();
  final PingDecoder ping = new PingDecoder();
  final CharacterRequestDecoder characterRequest = new CharacterRequestDecoder();
  final dev.keepstone.ecs.message.sbe.MessageHeaderDecoder worldHeader =
      new dev.keepstone.ecs.message.sbe.MessageHeaderDecoder();
  final EnterRefusedDecoder enterRefused = new EnterRefusedDecoder();
  final EnteredDecoder entered = new EnteredDecoder();
  final SnapshotDecoder snapshot = new SnapshotDecoder();
  final ReceivedDecoder received = new ReceivedDecoder();
  final UpdateScratch updateScratch = new UpdateScratch();
  final UpdateEncoder update = new UpdateEncoder();
  final MessageHeaderEncoder updateHeader = new MessageHeaderEncoder();
  final UnsafeBuffer updateMessage = new UnsafeBuffer(new byte[UpdateFormat.MTU_BYTES]);
  final byte[] serverHello = new byte[ServerHandshake.HELLO_BYTES];
  final UnsafeBuffer serverHelloBuffer = new UnsafeBuffer(serverHello);
  final UnsafeBuffer frame = new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);
  final UnsafeBuffer opened = new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);

  private volatile boolean acceptsNewcomers = true;

  SessionContext(
      GatewayConfig config,
      CachedNanoClock clock,
      ServerHandshake handshake,
      Authentication authentication,
      WorldLink world,
      ResumeTokens tokens,
      GatewayCounters counters) {
    this.config = config;
    this.clock = clock;
    this.handshake = handshake;
    this.authentication = authentication;
    this.world = world;
    worldGate = new WorldGate(world, counters);
    this.tokens = tokens;
    this.counters = counters;
  }

  boolean acceptsNewcomers() {
    return acceptsNewcomers && world.acceptsNewcomers();
  }

  /** False while the link to the world is down. */
  boolean hasWorld() {
    return world.sessionIdBase() != WorldLink.NO_WORLD;
  }

  /** Any thread; for good. */
  void refuseNewcomers() {
    acceptsNewcomers = false;
  }
}
