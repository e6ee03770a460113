package dev.keepstone.ecs.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShardsTest {
  /** Stored keys carry these: a change would lose every record. */
  @Test
  void neverChanges() {
    long[] ids = {0, 1, 2, 3, 1000, 1024, 123_456_789, Long.MAX_VALUE, -1};
    int[] shards = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      shards[i] = Shards.of(ids[i]);
    }
    assertThat(shards).containsExactly(0, 21, 54, 7, 48, 28, 60, 22, 45);
  }

  @Test
  void spreadsABlockOfIdsEvenly() {
    int[] counts = new int[Shards.COUNT];
    for (long id = 1; id <= 64_000; id++) {
      counts[Shards.of(id)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(850, 1150);
    }
  }
}
