package dev.keepstone.net.gateway;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.net.seal.ServerHandshake;
import dev.keepstone.net.seal.ServerIdentity;
import dev.keepstone.net.wire.FrameValidator;
import dev.keepstone.net.wire.WireLimits;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * The gateway's duty cycle: what players sent, what their logins came to, what the world says, what
 * could not be sent before, and a few times a second the deadlines. Every step has a limit a cycle,
 * so no player, however loud, keeps the others waiting for long.
 *
 * <p>Runs on an agent's thread of its own, or is stepped by a test.
 */
public final class GatewayAgent implements Agent {
  /**
   * As many as updates: with an eighth of that, a gateway that was busy with updates left players'
   * frames lying for seconds, until they came in bursts or their senders were taken for silent.
   */
  private static final int FRAME_LIMIT = 1_024;

  private static final int VERDICT_LIMIT = 32;
  private static final int UPDATE_LIMIT = 1_024;
  private static final long DEADLINE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final NanoClock clock;
  private final CachedNanoClock cycleClock = new CachedNanoClock();
  private final PlayerTransport transport;
  private final WorldLink world;
  private final GatewayConfig config;
  private final SessionContext context;
  private final SessionTable sessions;
  private final PlayerTransport.Listener connectedListener = this::onConnected;
  private final Consumer<Authentication.Verdict> verdictHandler = this::onVerdict;
  private final Consumer<Authentication.CharacterVerdict> characterHandler =
      this::onCharacterVerdict;
  private final MessageHandler updateHandler = this::onUpdate;

  private long nextDeadlineNs;
  private volatile int sessionCount;

  /**
   * @param transport owned: closed with the agent
   * @param world owned: closed with the agent
   */
  public GatewayAgent(
      GatewayConfig config,
      PlayerTransport transport,
      WorldLink world,
      ServerIdentity identity,
      SecureRandom random,
      NanoClock clock,
      GatewayCounters counters) {
    this.config = config;
    this.transport = transport;
    this.world = world;
    this.clock = clock;
    cycleClock.update(clock.nanoTime());
    nextDeadlineNs = cycleClock.nanoTime();
    sessions = new SessionTable(world.sessionIdBase());
    context =
        new SessionContext(
            config,
            cycleClock,
            new ServerHandshake(identity, WireLimits.PROTOCOL_VERSION, random),
            new Authentication(world.accounts(), config.maxSessions(), counters),
            world,
            new ResumeTokens(random),
            counters);
  }

  @Override
  public int doWork() {
    long nowNs = clock.nanoTime();
    cycleClock.update(nowNs);
    int work = transport.poll(connectedListener, FRAME_LIMIT);
    boolean allIsRead = work < FRAME_LIMIT;
    work += context.authentication.drain(verdictHandler, VERDICT_LIMIT);
    work += context.authentication.drainCharacters(characterHandler, VERDICT_LIMIT);
    work += world.poll(updateHandler, UPDATE_LIMIT);
    if (world.sessionIdBase() != sessions.idBase()) {
      beginAnew();
    }
    work += context.worldGate.retryGone();
    work += flushBacklogs();
    if (nowNs - nextDeadlineNs >= 0) {
      nextDeadlineNs = nowNs + DEADLINE_INTERVAL_NS;
      checkDeadlines(allIsRead);
    }
    return work + world.flush();
  }

  @Override
  public void onClose() {
    transport.close();
    world.close();
  }

  @Override
  public String roleName() {
    return "gateway";
  }

  /** From now on hellos and logins are answered SHUTTING_DOWN; who plays, plays. Any thread. */
  public void refuseNewcomers() {
    context.refuseNewcomers();
  }

  /** Sessions of any state, as of the last look at the deadlines. Any thread. */
  public int sessionCount() {
    return sessionCount;
  }

  private Connection.Handler onConnected(Connection connection) {
    boolean welcome = sessions.size() < config.maxSessions();
    Session session = new Session(sessions.nextId(), welcome, connection, context);
    sessions.add(session);
    context.counters.increment(GatewayCounter.SESSIONS_OPENED);
    return session;
  }

  private void onVerdict(Authentication.Verdict verdict) {
    Throwable fault = verdict.result().fault();
    if (fault != null) {
      context.faultLog.record("a login failed inside", fault);
    }
    Session session = sessions.get(verdict.sessionId());
    if (session == null) {
      context.counters.increment(GatewayCounter.VERDICTS_LATE);
    } else {
      try {
        session.onVerdict(verdict.attempt(), verdict.result());
      } catch (RuntimeException e) {
        session.onFault("a session failed on a verdict", e);
      }
    }
  }

  private void onCharacterVerdict(Authentication.CharacterVerdict verdict) {
    Session session = sessions.get(verdict.sessionId());
    if (session == null) {
      context.counters.increment(GatewayCounter.VERDICTS_LATE);
    } else {
      try {
        session.onCharacters(verdict.attempt(), verdict.answer());
      } catch (RuntimeException e) {
        session.onFault("a session failed on its characters", e);
      }
    }
  }

  private void onUpdate(DirectBuffer buffer, int offset, int lengthBytes) {
    int templateId = FrameValidator.UPDATES.templateId(buffer, offset, lengthBytes);
    if (templateId == FrameValidator.MALFORMED) {
      context.counters.increment(GatewayCounter.UPDATES_MALFORMED);
      return;
    }
    Session session =
        sessions.get(buffer.getLong(offset + WorldGate.SESSION_OFFSET, LITTLE_ENDIAN));
    if (session == null) {
      context.counters.increment(GatewayCounter.UPDATES_UNHEARD);
    } else {
      session.onUpdate(templateId, buffer, offset, lengthBytes);
    }
  }

  private int flushBacklogs() {
    int sent = 0;
    for (int i = 0, size = sessions.size(); i < size; i++) {
      Session session = sessions.at(i);
      if (session.hasBacklog()) {
        try {
          sent += session.flush();
        } catch (RuntimeException e) {
          session.onFault("a session failed on its backlog", e);
        }
      }
    }
    return sent;
  }

  /**
   * The link to the world was lost, or there is another one. The world has the bodies, and players
   * who come back get them; here is nothing to go on with.
   */
  private void beginAnew() {
    for (int i = 0, size = sessions.size(); i < size; i++) {
      sessions.at(i).close();
    }
    sessions.removeClosed();
    context.worldGate.forgetGone();
    sessions.idBase(world.sessionIdBase());
  }

  private void checkDeadlines(boolean allIsRead) {
    for (int i = 0, size = sessions.size(); i < size; i++) {
      Session session = sessions.at(i);
      try {
        session.onTime(allIsRead);
      } catch (RuntimeException e) {
        session.onFault("a session failed on its deadline", e);
      }
    }
    context.counters.traffic().measure(sessions, cycleClock.nanoTime());
    sessions.removeClosed();
    sessionCount = sessions.size();
  }
}
