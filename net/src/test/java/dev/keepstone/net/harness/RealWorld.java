package dev.keepstone.net.harness;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.message.sbe.ClaimDecoder;
import dev.keepstone.ecs.message.sbe.DurableEncoder;
import dev.keepstone.ecs.message.sbe.LoadedEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.ecs.world.World;
import dev.keepstone.ecs.world.WorldConfig;
import dev.keepstone.net.auth.DirectoryDesk;
import dev.keepstone.net.auth.LoginGuard;
import dev.keepstone.net.auth.PasswordHashing;
import dev.keepstone.net.auth.PasswordPool;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.client.TrustForThisRun;
import dev.keepstone.net.gateway.GatewayAgent;
import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.gateway.GatewayCounters;
import dev.keepstone.net.gateway.LocalWorldLink;
import dev.keepstone.net.seal.ServerIdentity;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The real world behind a real gateway, both stepped by a test, with a vault that loads everybody
 * as the test wants and keeps nothing. Zones are open fields with a wall around them.
 */
public final class RealWorld implements AutoCloseable {
  private static final int QUEUE_MESSAGES = 100_000;

  private final SecureRandom random = new SecureRandom();
  private final CachedNanoClock clock = new CachedNanoClock();
  private final MemoryQueue inbox = new MemoryQueue(QUEUE_MESSAGES);
  private final MemoryQueue outbox = new MemoryQueue(QUEUE_MESSAGES);
  private final Map<Long, Consumer<PlayerState>> records = new HashMap<>();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 * 1024]);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final PasswordPool pool;

  public final MemoryTransport transport = new MemoryTransport();
  public final MemoryAccounts accounts = new MemoryAccounts();
  public final GatewayCounters counters = new GatewayCounters();
  public final GatewayAgent gateway;
  public final World world;

  /**
   * @param zones numbered from 1 on
   * @param sizeTiles of each zone, both ways
   */
  public RealWorld(int maxPlayers, int zones, int sizeTiles) {
    GatewayConfig config = TestConfigs.gateway("max-sessions = " + maxPlayers);
    pool =
        new PasswordPool(
            config.password(),
            new PasswordHashing(config.password().kdf(), random),
            SystemNanoClock.INSTANCE);
    gateway =
        new GatewayAgent(
            config,
            transport,
            new LocalWorldLink(
                config.gatewayNumber(),
                inbox,
                outbox,
                new DirectoryDesk(accounts, pool, new LoginGuard(config.lockout(), clock))),
            ServerIdentity.generate(random),
            random,
            clock,
            counters);
    WorldConfig defaults = WorldConfig.defaults();
    List<MemoryQueue> gateways = new ArrayList<>();
    for (int i = 0; i <= config.gatewayNumber(); i++) {
      gateways.add(outbox);
    }
    world =
        new World(
            defaults, TestContent.fields(zones, sizeTiles, 0), inbox, gateways, this::onVault);
  }

  /** This player's record is written by the caller when it is loaded. */
  public void record(long playerId, Consumer<PlayerState> record) {
    records.put(playerId, record);
  }

  /** A client whose wire is the newest of the transport's. */
  public GameClient connect(MemoryTransport.Wire wire, ClientHandler handler) {
    return new GameClient(
        new MemoryLink(wire),
        new ServerAddress("memory", 1),
        new TrustForThisRun(),
        handler,
        ClientConfig.DEFAULT,
        random);
  }

  /**
   * 50 ms: the gateway takes what has come, the world ticks, the gateway passes on what it says.
   */
  public void tick() {
    clock.advance(TimeUnit.MILLISECONDS.toNanos(50));
    drain();
    world.tick();
    drain();
  }

  /** The same without a tick. */
  public void drain() {
    while (gateway.doWork() > 0) {
      // until there is nothing left to do
    }
  }

  /** Messages that the world will hear with its next tick. */
  public int waitingForTheWorld() {
    return inbox.size();
  }

  public long nowNs() {
    return clock.nanoTime();
  }

  private boolean onVault(DirectBuffer message, int offset, int lengthBytes) {
    header.wrap(message, offset);
    if (header.templateId() == ClaimDecoder.TEMPLATE_ID) {
      ClaimDecoder claim = new ClaimDecoder().wrapAndApplyHeader(message, offset, header);
      load(claim.session(), claim.playerId());
    } else if (header.templateId() == PlayerRowDecoder.TEMPLATE_ID) {
      confirm(new PlayerRowDecoder().wrapAndApplyHeader(message, offset, header));
    }
    return true;
  }

  private void confirm(PlayerRowDecoder row) {
    DurableEncoder durable = new DurableEncoder();
    durable
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .playerId(row.playerId())
        .version(row.version())
        .released(row.release());
    inbox.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + durable.encodedLength());
  }

  private void load(long session, long playerId) {
    LoadedEncoder loaded = new LoadedEncoder();
    loaded
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .session(session)
        .playerId(playerId)
        .version(1)
        .clamped((short) 0)
        .name("walker_" + playerId);
    PlayerState state = new PlayerState();
    state.createdAtMs = 1;
    state.hp = 100;
    records.getOrDefault(playerId, player -> {}).accept(state);
    int part = loaded.limit();
    int bytes =
        new PlayerStateCodec().encode(state, buffer, part + LoadedEncoder.stateHeaderLength());
    buffer.putShort(part, (short) bytes, LoadedEncoder.BYTE_ORDER);
    inbox.offer(
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH
            + loaded.encodedLength()
            + LoadedEncoder.stateHeaderLength()
            + bytes);
  }

  @Override
  public void close() {
    gateway.onClose();
    pool.close();
    world.close();
  }
}
