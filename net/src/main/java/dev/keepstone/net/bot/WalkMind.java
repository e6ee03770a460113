package dev.keepstone.net.bot;

import dev.keepstone.net.client.GameClient;

/** Walks about and talks. */
final class WalkMind implements BotMind {
  /** Ticks that one input keeps a bot walking: bridges three lost inputs. */
  static final int WALK_TICKS = 4;

  private final BotBrain brain;

  WalkMind(long seed) {
    brain = new BotBrain(seed);
  }

  @Override
  public int step(GameClient client, float x, float y, long nowNs) {
    brain.step();
    int sequence = client.move(brain.directionX(), brain.directionY(), WALK_TICKS);
    String speech = brain.speech();
    if (!speech.isEmpty()) {
      client.say(speech);
    }
    return sequence;
  }
}
