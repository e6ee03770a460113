package dev.keepstone.net.client;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.net.seal.ClientHandshake;
import dev.keepstone.net.seal.Fingerprint;
import dev.keepstone.net.seal.SealedChannel;
import dev.keepstone.net.wire.FrameValidator;
import dev.keepstone.net.wire.RefusalText;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.HelloRefusedDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import dev.keepstone.net.wire.sbe.ServerHelloDecoder;
import dev.keepstone.net.wire.sbe.TokenDecoder;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A headless player: connects, proves who the server is, logs in, asks and hears. Poll-driven:
 * {@link #poll} does all the work and never blocks; nothing happens between polls. Poll at least
 * every 50 ms while playing, or snapshots pile up and the server skips some.
 *
 * <p>All methods belong to one thread; different clients may be on different ones.
 */
public final class GameClient implements AutoCloseable {
  private static final int FRAME_LIMIT = 32;

  /** Of intents; the gateway overwrites it. */
  private static final int SESSION_OFFSET =
      dev.keepstone.ecs.message.sbe.MessageHeaderDecoder.ENCODED_LENGTH
          + MoveDecoder.sessionEncodingOffset();

  /** Every second update: the gateway's differences grow little, its frames to open are halved. */
  private static final int UPDATES_PER_ACKNOWLEDGEMENT = 2;

  private final ClientLink link;
  private final ServerAddress server;
  private final ServerKeyCheck keys;
  private final ClientHandler handler;
  private final ClientConfig config;
  private final ClientHandshake handshake;
  private final Requests requests = new Requests();
  private final Sight sight = new Sight();
  private final Updates updates;
  private final OwnState own = new OwnState();
  private final Operations operations = new Operations();
  private final OperationRequests operationRequests = new OperationRequests(requests.buffer());
  private final ItemIntents items = new ItemIntents(this, operations, operationRequests);
  private final MessageHandler answerHandler = this::onAnswer;
  private final MessageHandler sealedHandler = this::onSealed;
  private final UnsafeBuffer opened = new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);
  private final UnsafeBuffer frame = new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);

  private ClientState state = ClientState.CONNECTING;
  private @Nullable SealedChannel channel;
  private @Nullable String lastRefusalText;
  private byte[] token = new byte[0];
  private String name = "";
  private boolean mayComeBack;
  private boolean isStarted;
  private long nowNs;
  private long startedNs;
  private long lastFrameNs;
  private long lastPingNs;
  private String character = "";
  private int lastSequence;
  private int acknowledged;

  /** Starts to connect with the first poll. */
  public GameClient(
      ClientDriver driver,
      ServerAddress server,
      ServerKeyCheck keys,
      ClientHandler handler,
      ClientConfig config) {
    this(driver.connect(server), server, keys, handler, config, new SecureRandom());
  }

  /** A client on another transport. Owns the link. */
  public GameClient(
      ClientLink link,
      ServerAddress server,
      ServerKeyCheck keys,
      ClientHandler handler,
      ClientConfig config,
      SecureRandom random) {
    this.link = link;
    this.server = server;
    this.keys = keys;
    this.handler = handler;
    this.config = config;
    handshake = new ClientHandshake(WireLimits.PROTOCOL_VERSION, random);
    updates = new Updates(this, handler, sight);
  }

  /**
   * Sends and receives what can be, and calls the handler.
   *
   * @param newNowNs of a monotonic clock
   * @return work done; 0 when there was nothing
   */
  public int poll(long newNowNs) {
    nowNs = newNowNs;
    if (!isStarted) {
      isStarted = true;
      startedNs = nowNs;
    }
    return switch (state) {
      case CONNECTING -> connect();
      case HANDSHAKE -> awaitAnswer();
      case READY, ENTERING, PLAYING -> serve();
      case CLOSED -> 0;
    };
  }

  public ClientState state() {
    return state;
  }

  /** Who is in sight of the character, as of the last poll; nobody before it has entered. */
  public Sight sight() {
    return sight;
  }

  /**
   * Asks for a new account and enters with it.
   *
   * @param password not changed and not kept; the caller wipes it
   * @return false when the client is not READY, the password is longer than any may be, or the
   *     frame cannot be sent now
   */
  public boolean register(String name, char[] password) {
    return tryEnter(name, requests.register(name, password));
  }

  /** Logs in and enters, unless the character plays already; otherwise as {@link #register}. */
  public boolean login(String name, char[] password) {
    return login(name, password, false);
  }

  /**
   * Logs in and enters; otherwise as {@link #register}.
   *
   * @param takeOver whether an older session of the character, wherever it is, shall end for this
   *     one
   */
  public boolean login(String name, char[] password, boolean takeOver) {
    return login(name, password, takeOver, "");
  }

  /**
   * Logs in and enters as one of the account's characters, which is selected from then on;
   * otherwise as {@link #register}.
   *
   * @param character empty: the selected one
   */
  public boolean login(String name, char[] password, boolean takeOver, String character) {
    return tryEnter(name, requests.login(name, password, takeOver, character));
  }

  /**
   * Comes back without a password, and asks what became of the operations that the session before
   * left open; otherwise as {@link #register}.
   */
  public boolean resume(Comeback comeback) {
    return tryEnter(
        comeback.name(), requests.resume(comeback.name(), comeback.token(), comeback.character()));
  }

  /**
   * Takes over what a session before left open, whichever way this client gets in: it asks for that
   * once it is in. Call it once, before anything is sent.
   */
  public void carryOver(Comeback comeback) {
    operations.carryOver(comeback);
  }

  /**
   * What it takes to come back, after this client closed: the world gave the session up to load the
   * character anew or because the store was away, or the server fell silent. Null when the session
   * ended otherwise, or the server never sent a token.
   */
  public @Nullable Comeback comeback() {
    return mayComeBack && token.length > 0 ? newComeback() : null;
  }

  /** What the server has told about the player's own character. */
  public OwnState own() {
    return own;
  }

  /** What can be done with items and coins. */
  public ItemIntents items() {
    return items;
  }

  /**
   * Walks.
   *
   * @param directionX -1, 0 or 1
   * @param directionY -1, 0 or 1
   * @param ticks for at most so many, up to 255
   * @return the intent's sequence number, which a snapshot later acknowledges; 0 when the client is
   *     not PLAYING or the frame cannot be sent now, as for all intents
   */
  public int move(int directionX, int directionY, int ticks) {
    return intent(requests.move(nextSequence(), directionX, directionY, ticks));
  }

  /** Says a line of at most {@link WireLimits#MAX_SAY_BYTES} in UTF-8; 0 also when it is longer. */
  public int say(String text) {
    return intent(requests.say(nextSequence(), text));
  }

  /** Asks what is near: answered by onSeen. */
  public int look() {
    return intent(requests.look(nextSequence()));
  }

  /** Asks who plays: answered by onOnline. */
  public int who() {
    return intent(requests.who(nextSequence()));
  }

  /** Asks which characters the account has: answered by onCharacters, as the next two. */
  public boolean characters() {
    return request(CharacterAction.LIST, "");
  }

  /** Makes another character of the account, which the next login plays. */
  public boolean createCharacter(String characterName) {
    return request(CharacterAction.CREATE, characterName);
  }

  /** Says which character the next login plays. */
  public boolean selectCharacter(String characterName) {
    return request(CharacterAction.SELECT, characterName);
  }

  private boolean request(CharacterAction action, String characterName) {
    int lengthBytes = requests.characters(action, characterName);
    return state == ClientState.PLAYING && lengthBytes > 0 && send(lengthBytes);
  }

  private Comeback newComeback() {
    return new Comeback(
        name, character, token, operations.unanswered(), operations.lastOperation());
  }

  /** Logs out: answered by onFarewell, once the last save is confirmed. */
  public int leave() {
    return intent(requests.leave(nextSequence()));
  }

  /** Hangs up. A character in the world is then saved and removed by the server. */
  @Override
  public void close() {
    close(CloseReason.CLOSED_BY_CALLER, "closed");
  }

  private int connect() {
    String failure = link.failure();
    if (failure != null) {
      close(
          CloseReason.BAD_ADDRESS,
          "cannot reach the server: address="
              + server
              + " cause="
              + failure
              + ": check the address");
      return 1;
    }
    RefusalCode refusal = link.refusal();
    if (refusal != null) {
      close(CloseReason.REFUSED, RefusalText.of(refusal));
      return 1;
    }
    if (link.isConnected()) {
      byte[] hello = handshake.hello();
      if (link.offer(new UnsafeBuffer(hello), 0, hello.length)) {
        state = ClientState.HANDSHAKE;
        return 1;
      }
    }
    return giveUpInTime();
  }

  private int awaitAnswer() {
    int work = link.poll(answerHandler, 1);
    return work > 0 ? work : giveUpInTime();
  }

  private int giveUpInTime() {
    if (nowNs - startedNs <= config.connectTimeoutNs()) {
      return 0;
    }
    close(
        CloseReason.NO_ANSWER,
        "no Keepstone server answers at " + server + " (udp): is it running?");
    return 1;
  }

  private int serve() {
    int work = link.poll(sealedHandler, FRAME_LIMIT);
    if (state == ClientState.CLOSED) {
      return work;
    }
    if (work == 0 && link.isHungUp()) {
      onHungUp();
      return 1;
    }
    if (nowNs - lastFrameNs > config.silenceTimeoutNs()) {
      close(
          CloseReason.SERVER_LOST,
          "the server has fallen silent: address=" + server + ": it may have stopped; try again");
      return work + 1;
    }
    if (state == ClientState.PLAYING) {
      work += askForTheUnanswered() + acknowledge();
    }
    if (nowNs - lastPingNs >= config.pingIntervalNs()) {
      lastPingNs = nowNs;
      send(requests.ping(nowNs));
    }
    return work;
  }

  /** Intents say what has been received; who has none to send says it now and then. */
  private int acknowledge() {
    int received = updates.newestState();
    if (received - acknowledged < UPDATES_PER_ACKNOWLEDGEMENT
        || !send(requests.received(received))) {
      return 0;
    }
    acknowledged = received;
    return 1;
  }

  private int askForTheUnanswered() {
    long operation = operations.due(nowNs);
    if (operation == 0) {
      return 0;
    }
    int sequence = intent(operationRequests.ask(nextSequence(), operation));
    if (sequence == 0) {
      return 0;
    }
    operations.onAsked(operation, sequence, nowNs);
    return 1;
  }

  /** After a refusal that is the server's answer to the last try; otherwise it is lost. */
  private void onHungUp() {
    String refusal = lastRefusalText;
    if (state == ClientState.READY && refusal != null) {
      close(CloseReason.REFUSED, "the server closed the session: " + refusal);
    } else {
      close(
          CloseReason.SERVER_LOST,
          "the server hung up: address=" + server + ": it may have stopped; try again");
    }
  }

  private void onAnswer(DirectBuffer buffer, int offset, int lengthBytes) {
    int templateId = FrameValidator.GREETING_ANSWER.templateId(buffer, offset, lengthBytes);
    switch (templateId) {
      case HelloRefusedDecoder.TEMPLATE_ID -> onHelloRefused(buffer, offset);
      case ServerHelloDecoder.TEMPLATE_ID -> onServerHello(buffer, offset, lengthBytes);
      default -> protocolError("its first answer is not one");
    }
  }

  private void onHelloRefused(DirectBuffer buffer, int offset) {
    HelloRefusedDecoder refused =
        new HelloRefusedDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    try {
      close(CloseReason.REFUSED, RefusalText.of(refused.code()));
    } catch (IllegalArgumentException unknownCode) {
      protocolError("it refuses for a reason that is none: " + unknownCode.getMessage());
    }
  }

  private void onServerHello(DirectBuffer buffer, int offset, int lengthBytes) {
    SealedChannel keyed = handshake.accept(buffer, offset, lengthBytes);
    if (keyed == null) {
      close(
          CloseReason.WRONG_SERVER,
          "the server cannot prove its identity: address="
              + server
              + ": somebody may be in between; nothing was sent");
      return;
    }
    String fingerprint = Fingerprint.of(handshake.identityKey());
    String refusal = keys.refuse(server, fingerprint);
    if (refusal != null) {
      close(CloseReason.WRONG_SERVER, refusal);
      return;
    }
    channel = keyed;
    lastFrameNs = nowNs;
    lastPingNs = nowNs;
    state = ClientState.READY;
    handler.onReady(fingerprint);
  }

  private void onSealed(DirectBuffer buffer, int offset, int lengthBytes) {
    if (channel == null || state == ClientState.CLOSED) {
      return;
    }
    int messageBytes = channel.open(buffer, offset, lengthBytes, opened, 0);
    if (messageBytes < 0) {
      // Not the server's: somebody else's noise must not end the session.
      return;
    }
    lastFrameNs = nowNs;
    try {
      if (!updates.dispatch(opened, messageBytes)) {
        protocolError("a message of it is not one");
      }
    } catch (IllegalArgumentException unknownCode) {
      // Generated enumerations throw on a code that they don't have, whoever reads it.
      protocolError("a message of it holds a code that is none: " + unknownCode.getMessage());
    }
  }

  void onRefused(RefusalCode code, long retryAfterMs, String text) {
    lastRefusalText = text;
    state = ClientState.READY;
    handler.onRefused(code, text, retryAfterMs);
  }

  void onEntered(long lastOperation, String enteredAs) {
    character = enteredAs;
    state = ClientState.PLAYING;
    acknowledged = 0;
    operations.onEntered(lastOperation, nowNs);
  }

  Operations operations() {
    return operations;
  }

  long nowNs() {
    return nowNs;
  }

  void onToken(TokenDecoder decoder) {
    token = new byte[WireLimits.TOKEN_BYTES];
    decoder.getToken(token, 0, token.length);
    handler.onToken(newComeback());
  }

  void onPong(long sentNs) {
    handler.onRoundTrip(nowNs - sentNs);
  }

  void onFarewell(FarewellReason reason) {
    mayComeBack = Comeback.isPossibleAfter(reason);
    close(CloseReason.FAREWELL, "the world said farewell: reason=" + reason);
  }

  private boolean tryEnter(String newName, int lengthBytes) {
    boolean sent = state == ClientState.READY && lengthBytes > 0 && send(lengthBytes);
    requests.wipe();
    if (sent) {
      name = newName;
      state = ClientState.ENTERING;
    }
    return sent;
  }

  /** Sends what was encoded with the newest sequence, and returns that; 0 when it can't be. */
  int intent(int lengthBytes) {
    if (state != ClientState.PLAYING || lengthBytes == 0) {
      return 0;
    }
    int received = updates.newestState();
    requests.buffer().putLong(SESSION_OFFSET, received, ByteOrder.LITTLE_ENDIAN);
    if (!send(lengthBytes)) {
      return 0;
    }
    acknowledged = received;
    return lastSequence;
  }

  /** Numbers that were not sent are left out; 0 is none. */
  int nextSequence() {
    lastSequence = lastSequence == Integer.MAX_VALUE ? 1 : lastSequence + 1;
    return lastSequence;
  }

  private boolean send(int lengthBytes) {
    if (channel == null) {
      return false;
    }
    int sealedBytes = channel.seal(requests.buffer(), 0, lengthBytes, frame, 0);
    return sealedBytes > 0 && link.offer(frame, 0, sealedBytes);
  }

  private void protocolError(String what) {
    close(
        CloseReason.PROTOCOL_ERROR,
        "the server at " + server + " does not speak this client's protocol: " + what);
  }

  private void close(CloseReason reason, String text) {
    if (state != ClientState.CLOSED) {
      mayComeBack |= reason == CloseReason.SERVER_LOST && state == ClientState.PLAYING;
      state = ClientState.CLOSED;
      link.close();
      handler.onClosed(reason, text);
    }
  }
}
