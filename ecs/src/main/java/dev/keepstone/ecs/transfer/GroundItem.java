package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.table.EntityIds;

/** Something that lies on the ground of a zone, or is about to, or is about to be gone. */
final class GroundItem {
  /** Locked until the store has confirmed it. */
  enum Lock {
    FREE,
    /** Dropped: visible to nobody yet. */
    COMING,
    /** Taken or expiring: visible to nobody any more, and nobody else can take it. */
    GOING
  }

  final long entry;
  final int kind;
  final int count;
  final long unique;

  /** Wall clock; 0: never. */
  final long expiresAtMs;

  final float x;
  final float y;
  Lock lock;

  /** Its row, while it is visible. */
  long entity = EntityIds.NONE;

  GroundItem(
      long entry, int kind, int count, long unique, long expiresAtMs, float x, float y, Lock lock) {
    this.entry = entry;
    this.kind = kind;
    this.count = count;
    this.unique = unique;
    this.expiresAtMs = expiresAtMs;
    this.x = x;
    this.y = y;
    this.lock = lock;
  }
}
