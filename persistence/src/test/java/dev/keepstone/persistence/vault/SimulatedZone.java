package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.GroundItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a world remembers of one zone's ground. It follows what answers say, never what was meant:
 * an entering item is visible to nobody and a leaving one to no second taker until then.
 */
final class SimulatedZone {
  private enum State {
    AWAY,
    CLAIMING,
    READY
  }

  private final TestWorld queues;
  private final Map<Long, GroundItem> visible = new TreeMap<>();
  private final Map<Long, GroundItem> locked = new TreeMap<>();
  private State state = State.AWAY;
  private int unsettled;
  private long events;
  private boolean isEventUnsettled;

  SimulatedZone(TestWorld queues) {
    this.queues = queues;
  }

  boolean isReady() {
    return state == State.READY;
  }

  Set<Long> visible() {
    return visible.keySet();
  }

  /** Asks for it, or lets go of it. */
  void act(Random random) {
    if (state == State.AWAY && random.nextInt(5) == 0) {
      state = State.CLAIMING;
      queues.claimZone(SimulationHistory.ZONE);
    } else if (state == State.READY && unsettled == 0 && random.nextInt(400) == 0) {
      release();
    }
  }

  void release() {
    queues.releaseZone(SimulationHistory.ZONE);
    forget();
  }

  private void forget() {
    state = State.AWAY;
    visible.clear();
    locked.clear();
    isEventUnsettled = false;
  }

  /** Something to take, locked from here on; null when there is nothing. */
  @Nullable GroundItem take(Random random) {
    if (visible.isEmpty()) {
      return null;
    }
    List<GroundItem> all = new ArrayList<>(visible.values());
    GroundItem item = all.get(random.nextInt(all.size()));
    visible.remove(item.entry());
    locked.put(item.entry(), item);
    return item;
  }

  /** Something that is to lie there. */
  void give(GroundItem item) {
    locked.put(item.entry(), item);
  }

  /** A commit that touches it is on its way. */
  void onSent() {
    unsettled++;
  }

  /** The number of the next zone event, or 0 while one is on its way. */
  long nextEvent() {
    if (isEventUnsettled) {
      return 0;
    }
    isEventUnsettled = true;
    return events + 1;
  }

  /** It comes to nothing. */
  void skipEvent() {
    isEventUnsettled = false;
  }

  /** As in "Settled 3 DURABLE zone1 OURS c7 -50 +51". */
  void onSettled(List<String> words, long event) {
    unsettled--;
    if (words.get(4).equals("BROKEN")) {
      forget();
      return;
    }
    if (event != 0) {
      isEventUnsettled = false;
      events = words.get(2).equals("DURABLE") ? Math.max(events, event) : events;
    }
    for (String word : words.subList(6, words.size())) {
      long entry = Long.parseLong(word.substring(1));
      GroundItem item = locked.remove(entry);
      if (word.charAt(0) == '-') {
        visible.remove(entry);
      } else if (item != null) {
        visible.put(entry, item);
      }
    }
  }

  /** As in "Zone 1 c7 e2 first last 50:9x3#17@1.0,2.0". */
  void onLoaded(List<String> words) {
    assertThat(words.subList(4, 6)).containsExactly("first", "last");
    forget();
    state = State.READY;
    events = Long.parseLong(words.get(3).substring(1));
    for (String word : words.subList(6, words.size())) {
      String[] parts = word.split("[:x#@,]", -1);
      boolean isItem = parts.length == 6;
      long entry = Long.parseLong(parts[0]);
      visible.put(
          entry,
          new GroundItem(
              entry,
              Integer.parseInt(parts[1]),
              Long.parseLong(parts[2]),
              isItem ? Long.parseLong(parts[3]) : 0,
              0,
              0,
              0));
    }
  }

  void onRefused() {
    forget();
  }
}
