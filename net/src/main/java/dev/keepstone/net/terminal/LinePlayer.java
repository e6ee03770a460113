package dev.keepstone.net.terminal;

import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.IntentRefusedDecoder;
import dev.keepstone.ecs.message.sbe.OnlineDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.net.client.CharacterList;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ItemIntents;
import dev.keepstone.net.client.OwnState;
import dev.keepstone.net.client.ResumeFile;
import dev.keepstone.net.client.Sight;
import dev.keepstone.net.client.TradeView;
import dev.keepstone.net.client.Unanswered;
import dev.keepstone.net.update.View;
import dev.keepstone.net.wire.IntentRefusalText;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The line mode of {@code play}: one command at a time, each to its end, while what happens around
 * the player is printed as it comes. A session that is cut is taken up again, for a while.
 * Everything runs on the thread of {@link #run}.
 */
public final class LinePlayer implements ClientHandler {
  /** Stands in the queue of lines where the input ended. Never a line: lines have no NUL. */
  public static final String END_OF_INPUT = "\0";

  /** What the player waits for. */
  private enum Waiting {
    /** the server's answer to the name and password, or to the token */
    ADMISSION,
    /** the next line */
    LINE,
    /** the answer to {@code look}, {@code who}, the own voice, a step of a trade or an operation */
    ANSWER,
    /** the end of a walk */
    WALK,
    /** the end of a {@code wait} */
    PAUSE,
    /** the farewell */
    FAREWELL,
    /** the next try to come back */
    RETURN,
    /** nothing: it is over */
    NOTHING
  }

  private static final int MAX_NAMED = 20;
  private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long OPERATION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);
  private static final long FAREWELL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);
  private static final long RETURN_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETURN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
  private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final float MAX_WALK_TILES = 1_000;
  private static final long MAX_PAUSE_S = 3_600;

  private final Printer printer;
  private final BlockingQueue<String> lines;
  private final boolean plain;
  private final String name;
  private final char[] password;
  private final Admission admission;
  private final @Nullable ResumeFile resumeFile;
  private final Function<ClientHandler, GameClient> connector;
  private final CommandTable commands = new CommandTable();

  private @Nullable GameClient client;
  private @Nullable Comeback comeback;
  private @Nullable Walk walk;
  private @Nullable Wish wish;
  private Waiting waiting = Waiting.ADMISSION;
  private OwnState.@Nullable Standing standing;
  private long awaitedOperation;
  private boolean awaitsTrade;
  private long askedEntity;
  private long nowNs;
  private long deadlineNs;
  private long returnDeadlineNs;
  private boolean tokenIsBad;
  private String character;
  private boolean changesCharacter;
  private boolean selects;
  private boolean leftInOrder;
  private int otherAddresses;
  private long self;
  private String zoneName = "";
  private int tickRateHz;
  private float x;
  private float y;

  /** How a player first gets in. */
  public enum Admission {
    LOGIN,
    /** an older session of the character ends */
    TAKE_OVER,
    /** with a new account */
    REGISTER,
    /** where a client that died was, by its token */
    RESUME
  }

  /**
   * What shall be done with something near, once its entity is known.
   *
   * @param name empty: whatever is nearest
   */
  private record Wish(EntityKind kind, String name) {}

  /**
   * A player who is not connected yet.
   *
   * @param lines commands, and {@link #END_OF_INPUT} at their end
   * @param plain no prompts
   * @param name of the account
   * @param character of the account's; empty: the selected one
   * @param resumeFile where the newest token is kept; null: nowhere
   * @param password wiped by the caller, after {@link #run}
   * @param connector makes a client that calls the given handler; called again after a cut
   */
  public LinePlayer(
      PrintWriter out,
      BlockingQueue<String> lines,
      boolean plain,
      String name,
      String character,
      char[] password,
      Admission admission,
      @Nullable ResumeFile resumeFile,
      Function<ClientHandler, GameClient> connector) {
    printer = new Printer(out);
    this.lines = lines;
    this.plain = plain;
    this.name = name;
    this.password = password;
    this.admission = admission;
    this.character = character;
    this.resumeFile = resumeFile;
    this.connector = connector;
    commands
        .add("look", "what is near you", rest -> look(null))
        .alias("l", rest -> look(null))
        .add("go DIR [TILES]", "walk: n ne e se s sw w nw, 1 tile unless told", this::go)
        .add("say TEXT", "everybody in the zone hears it", this::speak)
        .add("who", "who plays", rest -> await(client().who()))
        .add("where", "where you stand, and who is in sight", rest -> where())
        .add("wait SECONDS", "do nothing, for scripts", this::pause)
        .add("character list", "which characters you have", rest -> character(rest))
        .add("quit", "save and leave", rest -> quit())
        .alias("exit", rest -> quit());
    commands.note("character create NAME", "make another one, which the next login plays");
    commands.note("character select NAME", "save, leave, and come back as that one");
    new ItemCommands(this, printer).addTo(commands);
    commands.add("help", "this", rest -> help()).alias("?", rest -> help());
  }

  /**
   * Plays until the player leaves or the connection ends for good.
   *
   * @return whether the player left in order, with everything saved
   */
  public boolean run() {
    start();
    try {
      while (!isOver()) {
        if (step(System.nanoTime()) == 0) {
          LockSupport.parkNanos(IDLE_NS);
        }
      }
      return leftInOrder;
    } finally {
      client().close();
    }
  }

  /**
   * Called before {@link #run}: the connector has so many more addresses, which are tried when the
   * first one does not answer.
   */
  public LinePlayer otherAddresses(int count) {
    otherAddresses = count;
    return this;
  }

  void start() {
    client = connector.apply(this);
  }

  /** One duty cycle. Returns work done. */
  int step(long newNowNs) {
    nowNs = newNowNs;
    return client().poll(nowNs) + act();
  }

  boolean isOver() {
    return waiting == Waiting.NOTHING;
  }

  /** What time or the next line brings. Returns work done. */
  private int act() {
    switch (waiting) {
      case LINE -> {
        String line = lines.poll();
        if (line == null) {
          return 0;
        }
        obey(line.equals(END_OF_INPUT) ? "quit" : line.trim());
        return 1;
      }
      case ANSWER -> {
        if (nowNs - deadlineNs >= 0) {
          complain(
              awaitedOperation == 0
                  ? "no answer from the server"
                  : "no answer from the server yet; you will be told");
        }
      }
      case PAUSE -> {
        if (nowNs - deadlineNs >= 0) {
          prompt();
        }
      }
      case FAREWELL -> {
        if (nowNs - deadlineNs >= 0) {
          end("no answer from the server");
        }
      }
      case RETURN -> {
        if (nowNs - deadlineNs >= 0) {
          client().close();
          waiting = Waiting.ADMISSION;
          client = connector.apply(this);
        }
      }
      case ADMISSION, WALK, NOTHING -> {}
    }
    return 0;
  }

  private void obey(String line) {
    if (line.isEmpty()) {
      prompt();
    } else if (!commands.run(line)) {
      complain("'" + line.split(" ", 2)[0] + "' is no command; try help");
    }
  }

  private void help() {
    commands.help().forEach(printer::say);
    prompt();
  }

  private void look(@Nullable Wish newWish) {
    wish = newWish;
    await(client().look());
  }

  /** Picks up the nearest thing of that name; of any name when it is empty. */
  void take(String itemName) {
    look(new Wish(EntityKind.ITEM, itemName));
  }

  void askForTrade(String playerName) {
    if (playerName.isEmpty()) {
      complain("trade with whom? For example: trade ada");
    } else {
      look(new Wish(EntityKind.PLAYER, playerName));
    }
  }

  private void speak(String text) {
    if (text.isEmpty()) {
      complain("say what? For example: say hello");
    } else {
      await(client().say(text));
    }
  }

  private void where() {
    String place = String.format(Locale.ROOT, "You stand at %.1f, %.1f in %s.", x, y, zoneName);
    Sight sight = client().sight();
    int more = sight.size() - MAX_NAMED;
    String inSight =
        sight.size() == 0
            ? ""
            : " In sight: "
                + String.join(", ", sight.names(MAX_NAMED))
                + (more > 0 ? " and " + more + " more." : ".");
    complain(place + inSight);
  }

  private void pause(String rest) {
    Long seconds = new Words(rest).number(0, MAX_PAUSE_S);
    if (seconds == null || seconds == Words.ABSENT) {
      complain("wait how long? For example: wait 3");
      return;
    }
    waiting = Waiting.PAUSE;
    deadlineNs = nowNs + TimeUnit.SECONDS.toNanos(seconds);
  }

  private void character(String rest) {
    String[] words = rest.trim().split(" +", 2);
    String named = words.length > 1 ? words[1] : "";
    selects = false;
    boolean sent;
    switch (words[0]) {
      case "", "list" -> sent = client().characters();
      case "create" -> sent = !named.isEmpty() && client().createCharacter(named);
      case "select" -> {
        selects = true;
        sent = !named.isEmpty() && client().selectCharacter(named);
      }
      default -> {
        complain("character list, character create NAME or character select NAME");
        return;
      }
    }
    if (named.isEmpty() && !words[0].isEmpty() && !words[0].equals("list")) {
      complain("which character? For example: character " + words[0] + " zoe");
    } else if (!sent) {
      complain("the server takes no more orders now; try again");
    } else {
      awaitedOperation = 0;
      awaitsTrade = false;
      waiting = Waiting.ANSWER;
      deadlineNs = nowNs + OPERATION_TIMEOUT_NS;
    }
  }

  @Override
  public void onCharacters(CharacterList characters) {
    if (!characters.isDone()) {
      printer.say("refused: " + characters.refusal());
    } else if (selects && password.length == 0) {
      printer.say(characters.selected() + " is who you are at your next login");
    } else if (selects) {
      printer.say("You become " + characters.selected() + ".");
      changesCharacter = true;
      character = "";
      quit();
      return;
    } else {
      for (String owned : characters.names()) {
        printer.say("  " + owned + (owned.equals(characters.selected()) ? " (selected)" : ""));
      }
    }
    answered();
  }

  /** Whoever kills this client can go on with the token of the moment. */
  @Override
  public void onToken(Comeback newest) {
    if (resumeFile != null) {
      try {
        resumeFile.save(newest);
      } catch (IOException e) {
        printer.say("(this session could not be resumed after a crash: " + e.getMessage() + ")");
      }
    }
  }

  private void forgetToken() {
    if (resumeFile != null) {
      try {
        resumeFile.forget();
      } catch (IOException e) {
        printer.say("(the token of this session is still there: " + e.getMessage() + ")");
      }
    }
  }

  private boolean resume() {
    Comeback kept = null;
    try {
      kept = resumeFile == null ? null : resumeFile.load();
    } catch (IOException e) {
      printer.say("the token cannot be read: " + e.getMessage());
    }
    if (kept == null) {
      end("there is no session of yours to resume here: log in with your password");
      return true;
    }
    return client().resume(kept);
  }

  private void quit() {
    client().leave();
    waiting = Waiting.FAREWELL;
    deadlineNs = nowNs + FAREWELL_TIMEOUT_NS;
  }

  private void go(String rest) {
    String[] words = rest.split(" +", 2);
    Direction direction = Direction.parse(words[0]);
    if (direction == null) {
      complain("go where? For example: go n 5 (n ne e se s sw w nw)");
      return;
    }
    float tiles = 1;
    if (words.length > 1) {
      try {
        tiles = Float.parseFloat(words[1]);
      } catch (NumberFormatException e) {
        tiles = Float.NaN;
      }
    }
    if (!(tiles > 0 && tiles <= MAX_WALK_TILES)) {
      complain("go how far? Give tiles above 0 and up to " + (int) MAX_WALK_TILES);
      return;
    }
    walk = new Walk(direction, tiles, tickRateHz, x, y);
    waiting = Waiting.WALK;
    stride(walk);
  }

  private void stride(Walk walk) {
    if (!walk.send(client(), x, y)) {
      complain("the server takes no more orders now; try again");
    }
  }

  /** Waits for the answer to an intent; 0 is one that was not sent. */
  void await(int sequence) {
    if (sequence == 0) {
      complain("the server takes no more orders now; try again");
      return;
    }
    awaitedOperation = 0;
    awaitsTrade = false;
    waiting = Waiting.ANSWER;
    deadlineNs = nowNs + ANSWER_TIMEOUT_NS;
  }

  /** Waits until the trade looks otherwise; 0 is a step that was not sent. */
  void awaitTrade(int sequence) {
    await(sequence);
    awaitsTrade = true;
  }

  /** Waits until the trade looks otherwise, or is saved when both agree. */
  void awaitConfirmation(long operation) {
    awaitOperation(operation);
    awaitsTrade = true;
  }

  /** Waits until an operation is saved or refused; 0 is one that was not sent. */
  void awaitOperation(long operation) {
    if (operation == 0) {
      complain("the server takes no more orders now; try again");
      return;
    }
    awaitedOperation = operation;
    awaitsTrade = false;
    waiting = Waiting.ANSWER;
    deadlineNs = nowNs + OPERATION_TIMEOUT_NS;
  }

  void complain(String text) {
    printer.say(text);
    prompt();
  }

  void prompt() {
    if (!plain) {
      printer.prompt();
    }
    awaitedOperation = 0;
    waiting = Waiting.LINE;
  }

  OwnState own() {
    return client().own();
  }

  ItemIntents items() {
    return client().items();
  }

  private GameClient client() {
    if (client == null) {
      throw new IllegalStateException("not connected: call run()");
    }
    return client;
  }

  private void end(String text) {
    printer.say(text);
    waiting = Waiting.NOTHING;
  }

  private void answered() {
    if (waiting == Waiting.ANSWER && awaitedOperation == 0) {
      prompt();
    }
  }

  @Override
  public void onReady(String serverFingerprint) {
    Comeback before = comeback;
    boolean sent;
    if (before != null) {
      client().carryOver(before);
      sent =
          tokenIsBad
              ? client().login(name, password, false, before.character())
              : client().resume(before);
    } else if (changesCharacter) {
      sent = client().login(name, password, false, character);
    } else {
      if (!plain) {
        printer.say("server identity " + serverFingerprint);
      }
      sent =
          switch (admission) {
            case LOGIN -> client().login(name, password, false, character);
            case TAKE_OVER -> client().login(name, password, true, character);
            case REGISTER -> client().register(name, password);
            case RESUME -> resume();
          };
    }
    if (!sent) {
      end("the server takes nothing; try again later");
    }
  }

  @Override
  public void onRefused(RefusalCode code, String text, long retryAfterMs) {
    if (comeback != null && waiting == Waiting.ADMISSION) {
      onReturnRefused(code, text);
    } else if (waiting != Waiting.ADMISSION) {
      printer.say("refused: " + text);
      if (waiting == Waiting.ANSWER || waiting == Waiting.WALK) {
        prompt();
      }
    } else {
      String hint =
          code == RefusalCode.BAD_CREDENTIALS && admission != Admission.REGISTER
              ? " New here? Add --register."
              : code == RefusalCode.ALREADY_PLAYING || code == RefusalCode.OWNED_ELSEWHERE
                  ? " Or end that session with --take-over."
                  : "";
      end(text + hint);
    }
  }

  /** The password still counts when the token doesn't; and what is busy now may not be later. */
  private void onReturnRefused(RefusalCode code, String text) {
    switch (code) {
      case BAD_TOKEN -> {
        tokenIsBad = true;
        tryToReturn(text);
      }
      case BUSY, EXPIRED, ALREADY_PLAYING, OWNED_ELSEWHERE, STORE_UNAVAILABLE, SHUTTING_DOWN ->
          tryToReturn(text);
      default -> end(text);
    }
  }

  private void tryToReturn(String text) {
    if (nowNs - returnDeadlineNs >= 0) {
      end(text);
      return;
    }
    waiting = Waiting.RETURN;
    deadlineNs = nowNs + RETURN_INTERVAL_NS;
  }

  @Override
  public void onEntered(EnteredDecoder message) {
    self = message.entity();
    x = message.x();
    y = message.y();
    tickRateHz = message.tickRateHz();
    String welcomed = message.name();
    zoneName = message.zoneName();
    printer.say(
        String.format(
            Locale.ROOT,
            "Welcome%s, %s. You stand at %.1f, %.1f in %s.",
            comeback == null && admission != Admission.RESUME ? "" : " back",
            welcomed,
            x,
            y,
            zoneName));
    boolean isOpen =
        comeback != null
            && comeback.unanswered().stream().anyMatch(o -> o.operation() == awaitedOperation);
    comeback = null;
    tokenIsBad = false;
    changesCharacter = false;
    standing = null;
    if (isOpen) {
      awaitOperation(awaitedOperation);
    } else {
      prompt();
    }
  }

  @Override
  public void onSnapshot(View message) {
    x = message.x();
    y = message.y();
    if (waiting == Waiting.WALK
        && walk != null
        && walk.isOver(message.tick(), (int) message.ackedSequence())) {
      float walkedTiles = walk.walkedTiles(x, y);
      if (walk.arrived(x, y)) {
        complain(String.format(Locale.ROOT, "You walk to %.1f, %.1f.", x, y));
      } else if (walk.isStuck(walkedTiles)) {
        complain(
            String.format(Locale.ROOT, "Something is in the way: you stand at %.1f, %.1f.", x, y));
      } else {
        stride(walk);
      }
    }
  }

  @Override
  public void onSpoken(SpokenDecoder message) {
    long speaker = message.speaker();
    String speakerName = message.name();
    String text = message.text();
    if (speaker == self) {
      printer.say("You say: " + text);
      answered();
    } else {
      printer.say(speakerName + " says: " + text);
    }
  }

  @Override
  public void onSeen(SeenDecoder message) {
    Wish wished = wish;
    wish = null;
    if (wished != null) {
      fulfil(wished, message.near());
      return;
    }
    printer.say(String.format(Locale.ROOT, "You stand at %.1f, %.1f in %s.", x, y, zoneName));
    printer.seen(message.near(), x, y);
    answered();
  }

  private void fulfil(Wish wished, SeenDecoder.NearDecoder near) {
    long nearest = 0;
    double nearestTiles = Double.POSITIVE_INFINITY;
    while (near.hasNext()) {
      near.next();
      long entity = near.entity();
      double tiles = Math.hypot(near.x() - x, near.y() - y);
      boolean isKind = near.kind() == wished.kind();
      String nearName = near.name();
      if (isKind
          && tiles < nearestTiles
          && (wished.name().isEmpty() || nearName.equalsIgnoreCase(wished.name()))) {
        nearest = entity;
        nearestTiles = tiles;
      }
    }
    if (nearestTiles == Double.POSITIVE_INFINITY) {
      complain(
          wished.name().isEmpty()
              ? "nothing lies near"
              : "there is no '" + wished.name() + "' near");
    } else if (wished.kind() == EntityKind.ITEM) {
      awaitOperation(items().take(nearest));
    } else {
      askedEntity = nearest;
      awaitTrade(items().requestTrade(nearest));
    }
  }

  @Override
  public void onOnline(OnlineDecoder message) {
    printer.online(message);
    answered();
  }

  @Override
  public void onIntentRefused(IntentRefusedDecoder message) {
    printer.say("refused: " + IntentRefusalText.of(message.reason()));
    wish = null;
    if (waiting == Waiting.WALK) {
      prompt();
    } else {
      answered();
    }
  }

  @Override
  public void onSaving(Unanswered operation) {
    if (operation.operation() == awaitedOperation) {
      printer.say("saving...");
    }
  }

  @Override
  public void onSaved(Unanswered operation) {
    if (operation.operation() == awaitedOperation) {
      complain("saved");
    } else {
      printer.say("saved: " + Printer.text(operation.kind()));
    }
  }

  @Override
  public void onOperationRefused(Unanswered operation, RefusalReason reason) {
    boolean isAwaited = operation.operation() == awaitedOperation;
    printer.say(
        "refused"
            + (isAwaited ? "" : " (" + Printer.text(operation.kind()) + ")")
            + ": "
            + IntentRefusalText.of(reason));
    if (isAwaited) {
      prompt();
    }
  }

  @Override
  public void onStanding(OwnState own) {
    OwnState.Standing now = own.standing();
    if (standing != null) {
      printer.standingChange(standing, now);
    }
    standing = now;
  }

  @Override
  public void onTradeWindow(TradeView trade) {
    printer.trade(own(), trade, trade.other() != askedEntity);
    if (trade.isOver()) {
      askedEntity = 0;
    }
    // A confirmation ends here too, unless both agree: then it is saved.
    if (waiting == Waiting.ANSWER && awaitsTrade && trade.stage() != TradeStage.SAVING) {
      prompt();
    }
  }

  @Override
  public void onFarewell(FarewellDecoder message) {
    boolean saved = message.saved() == 1;
    leftInOrder = saved;
    if (message.reason() == FarewellReason.LOGOUT) {
      forgetToken();
    }
    String text =
        switch (message.reason()) {
          case LOGOUT -> saved ? "You leave. Everything is saved." : "You leave unsaved.";
          case SHUTDOWN -> "The server shuts down." + (saved ? " Everything is saved." : "");
          case OWNERSHIP_LOST ->
              "Your character is played through another server now; what this one had not saved is"
                  + " gone.";
          case TAKEN_OVER ->
              "Your character is played from elsewhere now."
                  + (saved ? " Everything is saved." : "");
          case ABUSE -> "Too many orders too fast: the server ended your session.";
          case RELOAD -> "The server must read your character anew.";
          case STORE_UNAVAILABLE -> "The server cannot save just now.";
          case OVERRUN -> "The server could not tell you everything in time.";
          case GONE, FAULT, NULL_VAL -> "The server ended your session (" + message.reason() + ").";
        };
    printer.say(text);
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    if (waiting == Waiting.NOTHING || waiting == Waiting.RETURN) {
      return;
    }
    if (changesCharacter && waiting == Waiting.FAREWELL && leftInOrder) {
      // Out as one, saved, and in again as the other.
      leftInOrder = false;
      returnDeadlineNs = nowNs + RETURN_TIMEOUT_NS;
      waiting = Waiting.RETURN;
      deadlineNs = nowNs;
      return;
    }
    Comeback cut = client().comeback();
    if (cut != null && waiting != Waiting.FAREWELL) {
      printer.say(reason == CloseReason.FAREWELL ? "Coming back..." : text + ". Coming back...");
      comeback = cut;
      returnDeadlineNs = nowNs + RETURN_TIMEOUT_NS;
      tryToReturn(text);
    } else if (comeback != null && mayRetry(reason)) {
      tryToReturn(text);
    } else if (reason == CloseReason.NO_ANSWER && otherAddresses > 0) {
      otherAddresses--;
      printer.say(text + " Trying the next one...");
      waiting = Waiting.RETURN;
      deadlineNs = nowNs;
    } else if (reason == CloseReason.FAREWELL) {
      waiting = Waiting.NOTHING;
    } else {
      end(text);
    }
  }

  /** Whether a try to come back ended in a way that the next one need not. */
  private static boolean mayRetry(CloseReason reason) {
    return switch (reason) {
      case NO_ANSWER, SERVER_LOST, REFUSED -> true;
      case CLOSED_BY_CALLER, FAREWELL, BAD_ADDRESS, WRONG_SERVER, PROTOCOL_ERROR -> false;
    };
  }
}
