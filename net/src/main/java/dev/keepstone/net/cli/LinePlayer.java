package dev.keepstone.net.cli;

import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.IntentRefusedDecoder;
import dev.keepstone.ecs.message.sbe.OnlineDecoder;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.Sight;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The line mode of {@code play}: one command at a time, each to its end, while what happens around
 * the player is printed as it comes. Everything runs on the thread of {@link #run}.
 */
final class LinePlayer implements ClientHandler {
  /** Stands in the queue of lines where the input ended. Never a line: lines have no NUL. */
  static final String END_OF_INPUT = "\0";

  /** What the player waits for. */
  private enum Waiting {
    /** the server's answer to the name and password */
    ADMISSION,
    /** the next line */
    LINE,
    /** the answer to {@code look}, {@code who} or the own voice */
    ANSWER,
    /** the end of a walk */
    WALK,
    /** the farewell */
    FAREWELL,
    /** nothing: it is over */
    NOTHING
  }

  private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long FAREWELL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);
  private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int MAX_NAMED = 20;
  private static final float MAX_WALK_TILES = 1_000;

  private final PrintWriter out;
  private final BlockingQueue<String> lines;
  private final boolean plain;
  private final String name;
  private final char[] password;
  private final boolean register;

  private @Nullable GameClient client;
  private @Nullable Walk walk;
  private Waiting waiting = Waiting.ADMISSION;
  private long deadlineNs;
  private boolean leftInOrder;
  private long self;
  private String zoneName = "";
  private int tickRateHz;
  private float x;
  private float y;

  /**
   * @param lines commands, and {@link #END_OF_INPUT} at their end
   * @param plain no prompts
   * @param password wiped by the caller, after {@link #run}
   * @param register make a new account instead of logging in
   */
  LinePlayer(
      PrintWriter out,
      BlockingQueue<String> lines,
      boolean plain,
      String name,
      char[] password,
      boolean register) {
    this.out = out;
    this.lines = lines;
    this.plain = plain;
    this.name = name;
    this.password = password;
    this.register = register;
  }

  /**
   * Plays until the player leaves or the connection ends.
   *
   * @return whether the player left in order, with everything saved
   */
  boolean run(GameClient client) {
    this.client = client;
    while (waiting != Waiting.NOTHING) {
      long nowNs = System.nanoTime();
      int work = client.poll(nowNs);
      if (waiting == Waiting.LINE) {
        String line = lines.poll();
        if (line != null) {
          obey(line, nowNs);
          work++;
        }
      } else if ((waiting == Waiting.ANSWER || waiting == Waiting.FAREWELL)
          && nowNs - deadlineNs >= 0) {
        say("no answer from the server");
        waiting = waiting == Waiting.ANSWER ? prompt() : Waiting.NOTHING;
      }
      if (work == 0) {
        LockSupport.parkNanos(IDLE_NS);
      }
    }
    return leftInOrder;
  }

  private void obey(String line, long nowNs) {
    if (client == null) {
      return;
    }
    String trimmed = line.equals(END_OF_INPUT) ? "quit" : line.trim();
    int space = trimmed.indexOf(' ');
    String verb = (space < 0 ? trimmed : trimmed.substring(0, space)).toLowerCase(Locale.ROOT);
    String rest = space < 0 ? "" : trimmed.substring(space + 1).trim();
    switch (verb) {
      case "" -> prompt();
      case "look", "l" -> await(client.look(), nowNs);
      case "who" -> await(client.who(), nowNs);
      case "say" -> {
        if (rest.isEmpty()) {
          complain("say what? For example: say hello");
        } else {
          await(client.say(rest), nowNs);
        }
      }
      case "go" -> go(rest);
      case "where" -> {
        say(String.format(Locale.ROOT, "You stand at %.1f, %.1f in %s.", x, y, zoneName));
        sayWhoIsInSight(client.sight());
        prompt();
      }
      case "quit", "exit" -> {
        client.leave();
        waiting = Waiting.FAREWELL;
        deadlineNs = nowNs + FAREWELL_TIMEOUT_NS;
      }
      case "help", "?" -> {
        say("look             what is near you");
        say("go DIR [TILES]   walk: n ne e se s sw w nw, 1 tile unless told");
        say("say TEXT         everybody in the zone hears it");
        say("who              who plays");
        say("where            where you stand, and who is in sight");
        say("quit             save and leave");
        prompt();
      }
      default -> complain("'" + verb + "' is no command; try help");
    }
  }

  private void sayWhoIsInSight(Sight sight) {
    if (sight.size() > 0) {
      int more = sight.size() - MAX_NAMED;
      say(
          "  in sight: "
              + String.join(", ", sight.names(MAX_NAMED))
              + (more > 0 ? " and " + more + " more" : ""));
    }
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
    if (client != null && !walk.send(client, x, y)) {
      complain("the server takes no more orders now; try again");
    }
  }

  private void await(int sequence, long nowNs) {
    if (sequence == 0) {
      complain("the server takes no more orders now; try again");
      return;
    }
    waiting = Waiting.ANSWER;
    deadlineNs = nowNs + ANSWER_TIMEOUT_NS;
  }

  private void complain(String text) {
    say(text);
    prompt();
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }

  private Waiting prompt() {
    if (!plain) {
      out.print("> ");
      out.flush();
    }
    waiting = Waiting.LINE;
    return waiting;
  }

  @Override
  public void onReady(String serverFingerprint) {
    if (!plain) {
      say("server identity " + serverFingerprint);
    }
    if (client != null) {
      boolean sent = register ? client.register(name, password) : client.login(name, password);
      if (!sent) {
        end("the server takes nothing; try again later");
      }
    }
  }

  @Override
  public void onRefused(RefusalCode code, String text, long retryAfterMs) {
    if (waiting != Waiting.ADMISSION) {
      say("refused: " + text);
      if (waiting == Waiting.ANSWER || waiting == Waiting.WALK) {
        prompt();
      }
      return;
    }
    boolean perhapsNew = code == RefusalCode.BAD_CREDENTIALS && !register;
    end(text + (perhapsNew ? " New here? Add --register." : ""));
  }

  private void end(String text) {
    say(text);
    waiting = Waiting.NOTHING;
  }

  @Override
  public void onEntered(EnteredDecoder message) {
    self = message.entity();
    x = message.x();
    y = message.y();
    tickRateHz = message.tickRateHz();
    String welcomed = message.name();
    zoneName = message.zoneName();
    say(
        String.format(
            Locale.ROOT, "Welcome, %s. You stand at %.1f, %.1f in %s.", welcomed, x, y, zoneName));
    prompt();
  }

  @Override
  public void onSnapshot(SnapshotDecoder message) {
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
      say("You say: " + text);
      if (waiting == Waiting.ANSWER) {
        prompt();
      }
    } else {
      say(speakerName + " says: " + text);
    }
  }

  @Override
  public void onSeen(SeenDecoder message) {
    say(String.format(Locale.ROOT, "You stand at %.1f, %.1f in %s.", x, y, zoneName));
    SeenDecoder.NearDecoder near = message.near();
    if (!near.hasNext()) {
      say("  nobody is near");
    }
    while (near.hasNext()) {
      near.next();
      float eastTiles = near.x() - x;
      float southTiles = near.y() - y;
      EntityKind kind = near.kind();
      String nearName = near.name();
      say(
          String.format(
              Locale.ROOT,
              "  %-20s %4.1f tiles %s",
              kind == EntityKind.PLAYER ? nearName : "a " + nearName,
              Math.hypot(eastTiles, southTiles),
              Direction.of(eastTiles, southTiles).text));
    }
    answered();
  }

  @Override
  public void onOnline(OnlineDecoder message) {
    long total = message.total();
    StringBuilder names = new StringBuilder();
    int named = 0;
    for (OnlineDecoder.PlayersDecoder player : message.players()) {
      names.append(named++ == 0 ? "" : ", ").append(player.name());
    }
    say(
        total
            + (total == 1 ? " player: " : " players: ")
            + names
            + (total > named ? " and " + (total - named) + " more" : ""));
    answered();
  }

  private void answered() {
    if (waiting == Waiting.ANSWER) {
      prompt();
    }
  }

  @Override
  public void onIntentRefused(IntentRefusedDecoder message) {
    say("refused: " + message.reason());
    if (waiting == Waiting.ANSWER || waiting == Waiting.WALK) {
      prompt();
    }
  }

  @Override
  public void onFarewell(FarewellDecoder message) {
    boolean saved = message.saved() == 1;
    leftInOrder = saved;
    end(
        switch (message.reason()) {
          case LOGOUT -> saved ? "You leave. Everything is saved." : "You leave unsaved.";
          case SHUTDOWN -> "The server shuts down." + (saved ? " Everything is saved." : "");
          case OWNERSHIP_LOST ->
              "Your character is played through another server now; what this one had not saved is gone.";
          default -> "The server ended your session (" + message.reason() + ").";
        });
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    if (waiting != Waiting.NOTHING) {
      end(text);
    }
  }
}
