package dev.keepstone.net.bot;

import dev.keepstone.ecs.state.ItemSlots;
import java.util.SplittableRandom;

/** Picks slots by chance. */
final class Picking {
  private Picking() {}

  /** One of the slots that hold something, each as likely; {@link ItemSlots#NONE} if none does. */
  static int occupied(ItemSlots slots, SplittableRandom random) {
    int occupied = slots.size() - slots.emptyCount();
    if (occupied == 0) {
      return ItemSlots.NONE;
    }
    int wanted = random.nextInt(occupied);
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot) && wanted-- == 0) {
        return slot;
      }
    }
    throw new IllegalStateException("slots changed while they were counted");
  }
}
