package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.world.World;
import dev.keepstone.ecs.world.WorldConfig;
import java.util.Collections;

/**
 * A world that lives through a recording. It hears what the recorded world heard, its queues answer
 * what they answered then, and after each tick its hash is compared. Stepped by one thread, as fast
 * as that wants.
 */
public final class Replay implements AutoCloseable {
  /** What a step came to. */
  public enum Step {
    /** The tick was played, and is the recorded one as far as can be told. */
    AGREED,
    /**
     * The tick was played, and is another one than the recorded: nothing after it has a meaning.
     */
    DIFFERED,
    /** There is no further tick. */
    ENDED
  }

  private final InboxLogReader log;
  private final RecordedTick tick = new RecordedTick();
  private final World world;
  private long ticks;
  private long hashesAgreed;
  private String difference = "";

  /**
   * Makes the world.
   *
   * @param contentFingerprint of the texts that {@code content} was read from
   * @throws InboxLogException when the recorded world had other settings or other data
   */
  public Replay(
      InboxLogReader log, WorldConfig config, WorldContent content, String contentFingerprint) {
    this.log = log;
    log.header().requireSame(config, contentFingerprint);
    Outbox outbox = tick.outbox();
    world =
        new World(
            config,
            content,
            tick.inbox(),
            Collections.nCopies(log.header().gateways(), outbox),
            outbox);
  }

  /**
   * Plays one tick.
   *
   * @throws InboxLogException saying where the recording is damaged or cut
   */
  public Step step() {
    if (!log.next(tick)) {
      return Step.ENDED;
    }
    boolean brokenOff = runTick();
    ticks++;
    long hash = tick.isHashed() ? world.hash() : 0;
    if (tick.number() != world.tickNumber()) {
      difference = "the recording goes on with tick=" + tick.number();
    } else if (brokenOff != tick.isBrokenOff()) {
      difference = "a fault broke the tick off " + (brokenOff ? "now only" : "then only");
    } else if (hash != tick.hash()) {
      difference = String.format("hash recorded=%016x here=%016x", tick.hash(), hash);
    } else if (!tick.isUsedUp()) {
      difference = "the world did not ask for everything that it was told then";
    } else {
      hashesAgreed += tick.isHashed() ? 1 : 0;
      return Step.AGREED;
    }
    return Step.DIFFERED;
  }

  /** Returns whether a fault broke the tick off */
  private boolean runTick() {
    try {
      world.tick();
      return false;
    } catch (RuntimeException fault) {
      world.faults().record(fault); // the recorded tick must have met with it too
      return true;
    }
  }

  /** Ticks played. */
  public long ticks() {
    return ticks;
  }

  /** Hashes that were recorded and came out the same. */
  public long hashesAgreed() {
    return hashesAgreed;
  }

  /** How the tick that differed did so; empty as long as none has. */
  public String difference() {
    return difference;
  }

  /** Whether the recording was ended on purpose; known once it has ended. */
  public boolean hasEndMark() {
    return log.hasEndMark();
  }

  /** The world as it is now. */
  public World world() {
    return world;
  }

  @Override
  public void close() {
    world.close();
  }
}
