package dev.keepstone.net.terminal;

import dev.keepstone.ecs.rule.Movement;
import dev.keepstone.net.client.GameClient;

/**
 * One {@code go}: asks the server to walk for as many ticks as the distance takes, and watches the
 * updates until the player stands again.
 */
final class Walk {
  /** The server walks at most this many ticks for one intent. */
  private static final int MAX_TICKS = 100;

  /** Less than this is rounding, not a wall. */
  private static final float NEAR_TILES = 0.15f;

  private final Direction direction;
  private final float tiles;
  private final float tilesPerTick;
  private final float startX;
  private final float startY;
  private float walkedAtLastIntentTiles = -1;
  private int sequence;
  private long doneTick;
  private boolean acked;

  Walk(Direction direction, float tiles, int tickRateHz, float startX, float startY) {
    this.direction = direction;
    this.tiles = tiles;
    this.tilesPerTick = Movement.PLAYER_SPEED_TILES_PER_S / tickRateHz;
    this.startX = startX;
    this.startY = startY;
  }

  float walkedTiles(float x, float y) {
    return (float) Math.hypot(x - startX, y - startY);
  }

  boolean arrived(float x, float y) {
    return walkedTiles(x, y) >= tiles - NEAR_TILES;
  }

  /** Whether the last intent brought no progress: something is in the way. */
  boolean isStuck(float walkedTiles) {
    return walkedTiles - walkedAtLastIntentTiles < NEAR_TILES;
  }

  /** Sends the next intent. False when the connection takes nothing now: ask again later. */
  boolean send(GameClient client, float x, float y) {
    walkedAtLastIntentTiles = walkedTiles(x, y);
    float leftTiles = tiles - walkedAtLastIntentTiles;
    int ticks = Math.max(1, Math.min(MAX_TICKS, Math.round(leftTiles / tilesPerTick)));
    acked = false;
    doneTick = ticks;
    sequence = client.move(direction.x, direction.y, ticks);
    return sequence > 0;
  }

  /** Whether the last intent has run out, seen from this update. */
  boolean isOver(long tick, int ackedSequence) {
    if (!acked && ackedSequence - sequence >= 0) {
      acked = true;
      doneTick += tick;
    }
    return acked && tick >= doneTick;
  }
}
