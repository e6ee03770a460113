package dev.keepstone.net.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class UpdateReaderTest {
  private static final int SEED = 77;
  private static final int FRAMES = 60_000;

  private final ShownWorld world = new ShownWorld();
  private final UpdateWriter writer = new UpdateWriter(new UpdateScratch());
  private final UpdateReader reader = new UpdateReader(id -> true);
  private final SplittableRandom random = new SplittableRandom(SEED);

  private List<Part> next() {
    world.tick++;
    int length = writer.write(world.snapshot(), UpdateFormat.MAX_PART_BYTES, true);
    List<Part> parts = Part.of(writer, length);
    writer.commit();
    return parts;
  }

  private void deliver() {
    next().forEach(part -> part.into(reader));
    writer.acknowledge(reader.newestState());
  }

  @Test
  void partsComeInAnyOrderAndTwice() {
    world.crowd(UpdateFormat.MAX_SLOTS, random);
    List<Part> parts = next();
    assertThat(parts).hasSizeGreaterThan(1);
    for (Part part : parts) {
      assertThat(part.body().length).isLessThanOrEqualTo(UpdateFormat.MAX_PART_BYTES);
    }
    Collections.reverse(parts);
    List<UpdateOutcome> outcomes = new ArrayList<>();
    for (Part part : parts) {
      outcomes.add(part.into(reader));
      outcomes.add(part.into(reader));
    }

    assertThat(outcomes.subList(0, outcomes.size() - 2)).containsOnly(UpdateOutcome.INCOMPLETE);
    assertThat(outcomes.get(outcomes.size() - 2)).isEqualTo(UpdateOutcome.APPLIED);
    assertThat(outcomes.get(outcomes.size() - 1)).isEqualTo(UpdateOutcome.STALE);
    assertThat(reader.view().nearCount()).isEqualTo(UpdateFormat.MAX_SLOTS);
  }

  @Test
  void aMissingPartIsNoUpdate() {
    world.crowd(UpdateFormat.MAX_SLOTS, random);
    List<Part> parts = next();
    parts.get(0).into(reader);

    assertThat(reader.newestState()).isZero();
    assertThat(reader.view().nearCount()).isZero();
    deliver(); // nothing was acknowledged, so the next is a full state again
    assertThat(writer.baseline()).isZero();
    assertThat(reader.view().nearCount()).isEqualTo(UpdateFormat.MAX_SLOTS);
  }

  @Test
  void whatStandsStillCostsNothing() {
    world.crowd(50, random);
    deliver();
    int bitmaps = 2 * UpdateFormat.bitmapBytes(50);
    assertThat(next().get(0).body()).hasSize(UpdateFormat.BITS_OFFSET + bitmaps);
  }

  @Test
  void aStepCostsTwoBytes() {
    world.crowd(50, random);
    deliver();
    world.near.forEach(body -> body.x += 0.2f);
    int bitmaps = 2 * UpdateFormat.bitmapBytes(50);
    assertThat(next().get(0).body()).hasSize(UpdateFormat.BITS_OFFSET + bitmaps + 2 * 50);
  }

  @Test
  void anotherZoneIsAFullState() {
    world.crowd(5, random);
    deliver();
    deliver();
    assertThat(writer.baseline()).isEqualTo(1);
    world.zone = 2;
    deliver();
    assertThat(writer.baseline()).isZero();
    assertThat(reader.view().zone()).isEqualTo(2);
    assertThat(reader.view().nearCount()).isEqualTo(5);
  }

  @Test
  void aGapIsFollowedByAFullState() {
    world.crowd(5, random);
    deliver();
    for (int i = 1; i < UpdateFormat.REMEMBERED; i++) {
      next();
      assertThat(writer.baseline()).isEqualTo(1);
    }
    deliver();
    assertThat(writer.baseline()).isZero();
    assertThat(reader.view().nearCount()).isEqualTo(5);
  }

  @Test
  void whileAFullStateMustWaitTheOwnStateIsTold() {
    world.crowd(UpdateFormat.MAX_SLOTS, random);
    deliver();
    world.zone = 2;
    world.hp = 3;
    int length = writer.write(world.snapshot(), UpdateFormat.MAX_PART_BYTES, false);
    Part.of(writer, length).forEach(part -> part.into(reader));
    writer.commit();

    assertThat(length).isEqualTo(UpdateFormat.OWN_BYTES);
    assertThat(reader.view().hp()).isEqualTo(3);
    assertThat(reader.view().nearCount()).as("nobody of the other zone is shown").isZero();
  }

  @Test
  void whoHasNoNameIsNotShown() {
    List<Long> named = new ArrayList<>();
    UpdateReader picky = new UpdateReader(named::contains);
    world.crowd(2, random);
    named.add(world.near.get(1).id);
    next().forEach(part -> part.into(picky));
    assertThat(picky.view().nearCount()).isEqualTo(1);
    assertThat(picky.view().entity(0)).isEqualTo(world.near.get(1).id);
  }

  @Test
  void withLittleRoomTheNearestComeFirstAndNobodyWaitsForEver() {
    world.crowd(UpdateFormat.MAX_SLOTS, random);
    deliver();
    int[] told = new int[UpdateFormat.MAX_SLOTS];
    for (int i = 0; i < 100; i++) {
      world.tick++;
      world.near.forEach(body -> body.y += 1 / 32f);
      float[] before = new float[UpdateFormat.MAX_SLOTS];
      for (int slot = 0; slot < before.length; slot++) {
        before[slot] = reader.view().y(slot);
      }
      int length = writer.write(world.snapshot(), 200, true);
      assertThat(length).isLessThanOrEqualTo(200);
      Part.of(writer, length).forEach(part -> part.into(reader));
      writer.commit();
      writer.acknowledge(reader.newestState());
      for (int slot = 0; slot < before.length; slot++) {
        told[slot] += reader.view().y(slot) == before[slot] ? 0 : 1;
      }
    }
    assertThat(Arrays.stream(told).min().orElse(0)).as("of 100 times").isGreaterThan(5);
    assertThat(Arrays.stream(told).max().orElse(0)).as("of 100 times").isGreaterThan(80);
  }

  /** Good frames with anything done to them, and pure noise: an outcome, and the view is whole. */
  @Test
  void takesAnyBytes() {
    int malformed = 0;
    int applied = 0;
    for (int i = 0; i < FRAMES; i++) {
      if (i % 50 == 0) {
        world.anything(random);
        deliver();
      }
      List<Part> parts = next();
      Part part = spoil(parts.get(random.nextInt(parts.size())));
      int before = reader.newestState();
      float x = reader.view().x();
      UpdateOutcome outcome = part.into(reader);
      if (outcome == UpdateOutcome.MALFORMED) {
        malformed++;
        assertThat(reader.newestState()).as("seed=%d frame=%d", SEED, i).isEqualTo(before);
        assertThat(reader.view().x()).isEqualTo(x);
      }
      for (int n = 0; n < reader.view().nearCount(); n++) {
        assertThat(reader.view().entity(n) != 0 && reader.view().kind(n) != 0).isTrue();
      }
      if (outcome == UpdateOutcome.APPLIED) { // it has been lied to: a new session
        applied++;
        reader.reset();
      }
    }
    assertThat(malformed).isGreaterThan(FRAMES / 10);
    assertThat(applied).isGreaterThan(100);
  }

  private Part spoil(Part part) {
    byte[] body = part.body().clone();
    int number = part.number();
    int baseline = part.baseline();
    int index = part.part();
    int count = part.parts();
    switch (random.nextInt(6)) {
      case 0 -> body = Arrays.copyOf(body, random.nextInt(UpdateFormat.MTU_BYTES + 100));
      case 1 -> {
        body = new byte[random.nextInt(1_300)];
        random.nextBytes(body);
      }
      case 2 -> body[random.nextInt(Math.min(30, body.length))] ^= (byte) (1 << random.nextInt(8));
      case 3 -> {
        index = random.nextInt(256);
        count = random.nextInt(256);
      }
      case 4 -> {
        number = random.nextInt();
        baseline = random.nextInt(2) == 0 ? random.nextInt() : baseline;
      }
      default -> body[random.nextInt(body.length)] = (byte) random.nextInt();
    }
    return new Part(number, baseline, index, count, body);
  }

  /** As a gateway's thread would do it, over and over. */
  @Test
  void steadyUpdatesAllocateNothing() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    world.crowd(UpdateFormat.MAX_SLOTS, random);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 500; i++) {
        cycle();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes in 500 updates").isZero();
  }

  private final UnsafeBuffer whole = new UnsafeBuffer(new byte[UpdateFormat.MAX_BODY_BYTES]);

  private void cycle() {
    world.tick++;
    for (int i = 0; i < world.near.size(); i++) {
      ShownWorld.Body body = world.near.get(i);
      body.x += (world.tick + i & 8) == 0 ? 0.2f : -0.2f;
    }
    int length = writer.write(world.snapshot(), 600, true);
    writer.commit();
    whole.putBytes(0, writer.body(), 0, length);
    int parts = (length + UpdateFormat.MAX_PART_BYTES - 1) / UpdateFormat.MAX_PART_BYTES;
    for (int part = 0; part < parts; part++) {
      int from = part * UpdateFormat.MAX_PART_BYTES;
      reader.read(
          writer.number(),
          writer.baseline(),
          part,
          parts,
          whole,
          from,
          Math.min(UpdateFormat.MAX_PART_BYTES, length - from));
    }
    writer.acknowledge(reader.newestState());
  }
}
