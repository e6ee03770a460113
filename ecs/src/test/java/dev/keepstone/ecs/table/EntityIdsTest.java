package dev.keepstone.ecs.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntityIdsTest {
  @Test
  void knowsAStaleIdWhenItsIndexIsUsedAgain() {
    EntityIds ids = new EntityIds(4);
    long first = ids.allocate();
    ids.free(first);
    long second = ids.allocate();

    assertThat(EntityIds.indexOf(second)).isEqualTo(EntityIds.indexOf(first));
    assertThat(ids.isLive(first)).isFalse();
    assertThat(ids.isLive(second)).isTrue();
  }

  @Test
  void believesNoNumberThatWasNeverAnId() {
    EntityIds ids = new EntityIds(4);
    ids.allocate();

    long[] strangers = {EntityIds.NONE, 1, -1, Long.MIN_VALUE, (1L << 32) | 3, 1L << 33, 1L << 31};
    for (long stranger : strangers) {
      assertThat(ids.isLive(stranger)).as("id=" + stranger).isFalse();
    }
  }

  @Test
  void answersNoneWhenItsCapacityIsReached() {
    EntityIds ids = new EntityIds(2);
    long first = ids.allocate();
    ids.allocate();
    assertThat(ids.allocate()).isEqualTo(EntityIds.NONE);

    ids.free(first);

    assertThat(ids.allocate()).isNotEqualTo(EntityIds.NONE);
    assertThat(ids.liveCount()).isEqualTo(2);
  }

  @Test
  void retiresAnIndexWhoseGenerationsAreUsedUp() {
    EntityIds ids = new EntityIds(2);
    ids.free(ids.allocate());
    ids.skipToGeneration(0, -1);
    long last = ids.allocate();
    ids.free(last);

    assertThat(EntityIds.indexOf(ids.allocate())).isEqualTo(1);
    assertThat(ids.allocate()).isEqualTo(EntityIds.NONE);
    assertThat(ids.isLive(last)).isFalse();
  }
}
