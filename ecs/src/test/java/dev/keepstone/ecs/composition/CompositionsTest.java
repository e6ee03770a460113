package dev.keepstone.ecs.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompositionsTest {
  private final Compositions compositions = new Compositions();

  @AfterEach
  void close() {
    compositions.close();
  }

  @Test
  void listsInTheOrderOfEntering() {
    for (int i = 1; i <= 100; i++) {
      compositions.enter(i, new PlayerName("p" + i));
    }
    compositions.leave(2);
    compositions.enter(200, new PlayerName("late"));
    compositions.apply();

    assertThat(names(3)).containsExactly("p1", "p3", "p4");
    assertThat(names(1000)).hasSize(100).endsWith("p100", "late");
    assertThat(compositions.size()).isEqualTo(100);
  }

  @Test
  void changesNothingBeforeItIsApplied() {
    compositions.enter(1, new PlayerName("ada"));
    assertThat(compositions.nameOf(1)).isNull();
    compositions.apply();
    compositions.leave(1);

    assertThat(names(10)).containsExactly("ada");
    PlayerName name = compositions.nameOf(1);
    assertThat(name).isNotNull();
    compositions.apply();
    assertThat(names(10)).isEmpty();
    assertThat(compositions.nameOf(1)).isNull();
  }

  @Test
  void forgetsWhoEntersAndLeavesAtOnce() {
    compositions.enter(1, new PlayerName("ada"));
    compositions.leave(1);
    compositions.leave(1);
    compositions.apply();

    assertThat(compositions.size()).isZero();
    assertThat(names(10)).isEmpty();
  }

  private List<String> names(int limit) {
    List<String> names = new ArrayList<>();
    compositions.visitInOrderOfEntering(limit, (entity, name) -> names.add(name.text()));
    return names;
  }
}
