package dev.keepstone.net.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writer and reader over a link that loses, repeats and reorders, with names that come reliably but
 * late, and acknowledgements that get lost, too.
 */
class UpdatePropertyTest {
  private static final int TICKS = 400;
  private static final int CALM_TICKS = 60;

  /** Budgets from "hardly anything fits" to "all fits". */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatIsShownIsWhatTheServerShowedAndInTheEndWhatItShows(long seed) {
    Run run = new Run(seed);
    for (int i = 0; i < TICKS; i++) {
      run.tick(true);
    }
    int caughtUpAfter = -1;
    for (int i = 0; i < CALM_TICKS; i++) {
      run.tick(false);
      if (caughtUpAfter < 0 && run.isCaughtUp()) {
        caughtUpAfter = i;
      }
    }
    run.checkCaughtUp();
    assertThat(caughtUpAfter).as("ticks without loss, seed=%d", seed).isBetween(0, CALM_TICKS - 1);
    assertThat(run.applied).as("updates applied, seed=%d", seed).isGreaterThan(TICKS / 4);
  }

  /** One client and what is under way to and from it. */
  private static final class Run {
    final SplittableRandom random;
    final String seed;
    final int budgetBytes;
    final ShownWorld world = new ShownWorld();
    final UpdateWriter writer = new UpdateWriter(new UpdateScratch());
    final Set<Long> told = new HashSet<>(); // what the reliable stream has told the client
    final Set<Long> inSight = new HashSet<>(); // what the server has put into that stream
    final ArrayDeque<Runnable> names = new ArrayDeque<>();
    final UpdateReader reader = new UpdateReader(told::contains);
    final TreeMap<Integer, List<Part>> updates = new TreeMap<>();
    final TreeMap<Integer, List<Integer>> acks = new TreeMap<>();

    /** By tick: whom the server showed. */
    final Map<Long, Set<Long>> near = new HashMap<>();

    /** By entity and place in quanta: first and last tick there. */
    final Map<Long, Map<Long, long[]>> visits = new HashMap<>();

    /** By entity: first tick at the place that was shown last. */
    final Map<Long, Long> shownSince = new HashMap<>();

    int now;
    int applied;

    Run(long seed) {
      this.seed = "seed=" + seed;
      random = new SplittableRandom(seed);
      budgetBytes = seed % 2 == 0 ? UpdateFormat.MAX_PART_BYTES : 150 + (int) seed * 20;
    }

    void tick(boolean isStormy) {
      now++;
      if (isStormy) {
        world.anything(random);
      } else {
        world.tick++;
      }
      tellNames();
      remember();
      int length = writer.write(world.snapshot(), budgetBytes, random.nextInt(10) != 0);
      assertThat(length).as(seed).isBetween(1, UpdateFormat.MAX_BODY_BYTES);
      List<Part> parts = Part.of(writer, length);
      if (!isStormy || random.nextInt(10) != 0) { // else the connection took nothing
        writer.commit();
        parts.forEach(part -> send(part, isStormy));
      }
      receive(isStormy);
    }

    private void tellNames() {
      Set<Long> present = new HashSet<>();
      world.near.forEach(body -> present.add(body.id));
      List<Long> gone = new ArrayList<>(inSight);
      gone.removeIf(present::contains);
      List<Long> come = new ArrayList<>(present);
      come.removeIf(inSight::contains);
      names.add(
          () -> {
            gone.forEach(told::remove);
            told.addAll(come);
          });
      inSight.clear();
      inSight.addAll(present);
    }

    private void remember() {
      near.put(world.tick, Set.copyOf(inSight));
      for (ShownWorld.Body body : world.near) {
        visits.computeIfAbsent(body.id, id -> new HashMap<>())
                .computeIfAbsent(place(body.x, body.y), at -> new long[] {world.tick, world.tick})[
                1] =
            world.tick;
      }
    }

    private void send(Part part, boolean isStormy) {
      int copies = isStormy ? Math.min(2, random.nextInt(10)) % 3 : 1;
      if (isStormy && random.nextInt(5) == 0) {
        copies = 0;
      }
      for (int i = 0; i < copies; i++) {
        int at = now + (isStormy ? random.nextInt(5) : 1);
        updates.computeIfAbsent(at, t -> new ArrayList<>()).add(part);
      }
    }

    private void receive(boolean isStormy) {
      int late = isStormy ? random.nextInt(4) : 0;
      while (names.size() > late) {
        names.remove().run();
      }
      List<Part> due = new ArrayList<>();
      while (!updates.isEmpty() && updates.firstKey() <= now) {
        due.addAll(updates.pollFirstEntry().getValue());
      }
      while (!due.isEmpty()) {
        Part part = due.remove(random.nextInt(due.size()));
        UpdateOutcome outcome = part.into(reader);
        require(outcome != UpdateOutcome.MALFORMED, "malformed", 0);
        if (outcome == UpdateOutcome.APPLIED) {
          applied++;
          checkNoGhosts();
        }
      }
      acks.computeIfAbsent(now + 1, t -> new ArrayList<>()).add(reader.newestState());
      while (!acks.isEmpty() && acks.firstKey() <= now) {
        for (int ack : acks.pollFirstEntry().getValue()) {
          if (!isStormy || random.nextInt(3) != 0) {
            writer.acknowledge(ack);
          }
        }
      }
    }

    /** Who is shown was near then, at that place then or before, and never goes back in time. */
    private void checkNoGhosts() {
      View view = reader.view();
      for (int i = 0; i < view.nearCount(); i++) {
        long id = view.entity(i);
        long[] ticks = visits.getOrDefault(id, Map.of()).get(place(view.x(i), view.y(i)));
        require(told.contains(id), "nobody told the name", id);
        require(near.getOrDefault(view.nearTick(), Set.of()).contains(id), "was not near", id);
        require(ticks != null && ticks[0] <= view.nearTick(), "was not there", id);
        require(ticks != null && ticks[1] >= shownSince.getOrDefault(id, 0L), "went back", id);
        shownSince.put(id, ticks == null ? 0 : ticks[0]);
      }
    }

    private void require(boolean holds, String what, long entity) {
      if (!holds) {
        fail("%s: %s: tick=%d entity=%d", seed, what, reader.view().nearTick(), entity);
      }
    }

    boolean isCaughtUp() {
      View view = reader.view();
      Map<Long, Long> shown = new HashMap<>();
      for (int i = 0; i < view.nearCount(); i++) {
        shown.put(view.entity(i), place(view.x(i), view.y(i)));
      }
      Map<Long, Long> expected = new HashMap<>();
      world.near.forEach(body -> expected.put(body.id, place(body.x, body.y)));
      return shown.equals(expected);
    }

    void checkCaughtUp() {
      assertThat(isCaughtUp()).as("%s: shows what the server shows", seed).isTrue();
      View view = reader.view();
      assertThat(view.zone()).as(seed).isEqualTo(world.zone);
      assertThat(view.x()).as(seed).isEqualTo(world.x);
      Map<Long, ShownWorld.Body> bodies = new HashMap<>();
      world.near.forEach(body -> bodies.put(body.id, body));
      for (int i = 0; i < view.nearCount(); i++) {
        ShownWorld.Body body = Objects.requireNonNull(bodies.get(view.entity(i)));
        assertThat(view.hp(i)).as(seed).isEqualTo(body.hp);
        assertThat(view.kind(i)).as(seed).isEqualTo(body.kind.value());
        assertThat(Math.abs(view.x(i) - body.x))
            .as(seed)
            .isLessThanOrEqualTo(Quantum.MAX_ERROR_TILES);
      }
    }

    private static long place(float x, float y) {
      return ((long) Quantum.of(x) << 32) | (Quantum.of(y) & 0xFFFF_FFFFL);
    }
  }
}
