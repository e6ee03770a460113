package dev.keepstone.net.link;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.gateway.WorldLink;
import dev.keepstone.net.transport.ClientStreams;
import dev.keepstone.net.wire.FrameValidator;
import dev.keepstone.net.wire.sbe.DeskCharactersDecoder;
import dev.keepstone.net.wire.sbe.DeskVerdictDecoder;
import dev.keepstone.net.wire.sbe.GoodbyeDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.StoppingDecoder;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a world in another process. Knocks, opens a stream each way, and is up once the server
 * was heard on it; when it is lost, it starts over, for ever.
 *
 * <p>Runs on the gateway's thread; {@link #isUp} and {@link #complaint} on any.
 */
public final class RemoteWorldLink implements WorldLink {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteWorldLink.class);

  /** Between a lost link and the next try. */
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A server that does not answer is asked with a new hello after so long. */
  private static final long KNOCK_NS = TimeUnit.SECONDS.toNanos(10);

  /** The driver's next duty cycle takes the last frame along. */
  private static final long LAST_WORDS_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final InetSocketAddress server;
  private final byte[] linkKey;
  private final Aeron aeron;
  private final SecureRandom random;
  private final NanoClock clock;
  private final LinkCounters counters;
  private final RemoteDesk desk = new RemoteDesk(this);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final DeskVerdictDecoder verdict = new DeskVerdictDecoder();
  private final DeskCharactersDecoder characters = new DeskCharactersDecoder();
  private final Outbox taker = this::onMessage;

  private State state = State.PAUSING;
  private long deadlineNs;
  private @Nullable LinkKnock knock;
  private LinkKnock.@Nullable Welcome welcome;
  private @Nullable ClientStreams streams;
  private @Nullable SealedLink link;
  private MessageHandler updates = (buffer, offset, lengthBytes) -> {};
  private boolean isStopping;
  private long sessionIdBase = NO_WORLD;
  private volatile boolean isUp;
  private volatile String complaint;

  private enum State {
    /** Waits for the next try. */
    PAUSING,
    /** Waits for the server's welcome. */
    KNOCKING,
    /** Waits for a stream each way. */
    OPENING,
    /** Waits for nothing: the link is there, and up once the server was heard on it. */
    LINKED
  }

  /**
   * A link that is down; {@link #poll} brings it up.
   *
   * @param server its port for gateways
   * @param linkKey of {@link dev.keepstone.net.seal.LinkKeyFile}
   * @param aeron on a driver of its own; not owned
   */
  public RemoteWorldLink(
      InetSocketAddress server,
      byte[] linkKey,
      Aeron aeron,
      SecureRandom random,
      NanoClock clock,
      LinkCounters counters) {
    this.server = server;
    this.linkKey = linkKey.clone();
    this.aeron = aeron;
    this.random = random;
    this.clock = clock;
    this.counters = counters;
    deadlineNs = clock.nanoTime();
    complaint = noAnswer();
  }

  /** Whether the world is there. */
  public boolean isUp() {
    return isUp;
  }

  /** Why it is not, for a person; empty when it is. */
  public String complaint() {
    return complaint;
  }

  @Override
  public long sessionIdBase() {
    return sessionIdBase;
  }

  @Override
  public boolean acceptsNewcomers() {
    return !isStopping;
  }

  @Override
  public AccountDesk accounts() {
    return desk;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    SealedLink open = link;
    return sessionIdBase != NO_WORLD && open != null && open.offer(buffer, offset, lengthBytes);
  }

  @Override
  public int poll(MessageHandler newUpdates, int limit) {
    updates = newUpdates;
    long nowNs = clock.nanoTime();
    return switch (state) {
      case PAUSING -> onPausing(nowNs);
      case KNOCKING -> onKnocking(nowNs);
      case OPENING -> onOpening(nowNs);
      case LINKED -> onLinked(nowNs, limit);
    };
  }

  @Override
  public int flush() {
    return link == null ? 0 : link.flush(clock.nanoTime());
  }

  @Override
  public void close() {
    SealedLink open = link;
    if (open != null && sessionIdBase != NO_WORLD) {
      DeskCodec codec = new DeskCodec();
      int lengthBytes = codec.goodbye();
      open.offer(codec.buffer(), 0, lengthBytes);
      open.flush(clock.nanoTime());
      LockSupport.parkNanos(LAST_WORDS_NS);
    }
    isUp = false;
    complaint = "this gateway has stopped";
    giveUp(complaint, clock.nanoTime());
  }

  private int onPausing(long nowNs) {
    if (nowNs - deadlineNs < 0) {
      return 0;
    }
    try {
      knock = new LinkKnock(server, linkKey, random);
      moveTo(State.KNOCKING, nowNs + KNOCK_NS);
    } catch (IOException e) {
      giveUp("cannot reach the server: address=" + server + " cause=" + e.getMessage(), nowNs);
    }
    return 1;
  }

  private int onKnocking(long nowNs) {
    LinkKnock open = knock;
    if (open == null) {
      throw new IllegalStateException("knocking without a socket");
    }
    int work = open.poll(nowNs);
    welcome = open.welcome();
    if (welcome != null) {
      open.close();
      knock = null;
      moveTo(State.OPENING, nowNs + LinkLimits.LOSS_NS);
    } else if (open.refusal() != 0) {
      giveUp(
          open.refusal() == LinkDatagram.FULL
              ? "the server has as many gateways as it takes: raise"
                  + " keepstone.server.gateways.max there, or stop one"
              : "the server is of another build than this gateway: install the same on both",
          nowNs);
    } else if (nowNs - deadlineNs >= 0) {
      giveUp(noAnswer(), nowNs);
    }
    return work;
  }

  private int onOpening(long nowNs) {
    try {
      if (open(nowNs)) {
        return 1;
      }
    } catch (RegistrationException e) {
      giveUp("the media driver refuses the streams: " + e.getMessage(), nowNs);
      return 1;
    }
    if (nowNs - deadlineNs >= 0) {
      giveUp(
          "the server lets us in, but its Aeron ports do not answer: address="
              + server
              + "; it uses this port and the two after it (UDP)",
          nowNs);
    }
    return 0;
  }

  /** One more step; true when both streams are there. */
  private boolean open(long nowNs) {
    LinkKnock.Welcome invited = welcome;
    if (invited == null) {
      throw new IllegalStateException("opening without a welcome");
    }
    if (streams == null) {
      streams =
          new ClientStreams(
              aeron, invited.server().getHostAddress(), invited.requestPort(), invited.sessionId());
    }
    ClientStreams opening = streams;
    opening.open();
    Subscription answers = opening.answers();
    ExclusivePublication requests = opening.requests();
    if (answers == null || requests == null || answers.hasNoImages() || !requests.isConnected()) {
      return false;
    }
    AeronBatchChannel channel =
        new AeronBatchChannel(answers.imageAtIndex(0), requests, opening::close);
    link =
        new SealedLink(
            channel, invited.exchange().gatewayStream(LinkLimits.BATCH_BYTES), counters, nowNs);
    moveTo(State.LINKED, nowNs);
    return true;
  }

  private int onLinked(long nowNs, int limit) {
    SealedLink open = link;
    if (open == null || welcome == null) {
      throw new IllegalStateException("linked without a link");
    }
    int work = open.poll(taker, nowNs, limit);
    if (!isUp && open.wasHeard() && open.loss() == null) {
      isUp = true;
      complaint = "";
      sessionIdBase = welcome.sessionIdBase();
      counters.increment(LinkCounter.LINKS_OPENED);
      LOG.info("the link to the world is up: server={}", server);
    }
    String loss = open.loss();
    if (loss != null) {
      giveUp("the link to the world is lost: server=" + server + " reason=" + loss, nowNs);
    }
    return work;
  }

  /** Everything is closed, and tried again after a pause. */
  private void giveUp(String why, long nowNs) {
    if (isUp) {
      counters.increment(LinkCounter.LINKS_LOST);
      LOG.warn("{}; its players are told to come back", why);
    } else if (!why.equals(complaint)) {
      LOG.warn("{}; trying again", why);
    }
    isUp = false;
    isStopping = false;
    sessionIdBase = NO_WORLD;
    complaint = why;
    if (knock != null) {
      knock.close();
      knock = null;
    }
    if (link != null) {
      link.close();
      link = null;
    } else if (streams != null) {
      streams.close();
    }
    streams = null;
    welcome = null;
    desk.abandon();
    moveTo(State.PAUSING, nowNs + PAUSE_NS);
  }

  private void moveTo(State next, long newDeadlineNs) {
    state = next;
    deadlineNs = newDeadlineNs;
  }

  private boolean onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    if (FrameValidator.schemaId(buffer, offset, lengthBytes) != DeskVerdictDecoder.SCHEMA_ID) {
      updates.onMessage(buffer, offset, lengthBytes); // which looks at it before it reads it
      return true;
    }
    switch (FrameValidator.LINK_ANSWERS.templateId(buffer, offset, lengthBytes)) {
      case DeskVerdictDecoder.TEMPLATE_ID -> {
        if (!desk.onVerdict(verdict.wrapAndApplyHeader(buffer, offset, header))) {
          loseMalformed();
        }
      }
      case DeskCharactersDecoder.TEMPLATE_ID -> {
        if (!desk.onCharacters(characters.wrapAndApplyHeader(buffer, offset, header))) {
          loseMalformed();
        }
      }
      case StoppingDecoder.TEMPLATE_ID -> isStopping = true;
      case GoodbyeDecoder.TEMPLATE_ID -> {
        if (link != null) {
          link.lose("the server has stopped");
        }
      }
      default -> loseMalformed();
    }
    return true;
  }

  private void loseMalformed() {
    counters.increment(LinkCounter.MESSAGES_MALFORMED);
    if (link != null) {
      link.lose("the server says what no server says");
    }
  }

  private String noAnswer() {
    return "no answer from a server: address="
        + server
        + "; does it run, with keepstone.server.gateways on this port, and with a copy of the same"
        + " key file?";
  }
}
