package dev.keepstone.ecs.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.Test;

class WanderingSystemTest {
  @Test
  void wandersNotFarFromHome() {
    try (TestWorld world =
        TestWorld.of(
            TestContent.drawn(
                "#####################", //
                "#...................#",
                "#...................#",
                "#...................#",
                "#@.......r..........#",
                "#...................#",
                "#...................#",
                "#...................#",
                "#####################"))) {
      TestPlayer watcher = world.player().at(9.5f, 1.5f).spawn();
      double farthest = 0;
      for (int i = 0; i < 4000; i++) {
        world.tick();
        Update.Near rabbit = watcher.last(Update.Snapshot.class).near().get(0);
        farthest = Math.max(farthest, Math.hypot(rabbit.x() - 9.5, rabbit.y() - 4.5));
      }

      assertThat(farthest).isBetween(1.0, 3.2); // strays 3 tiles, notices a step later
    }
  }

  @Test
  void standsStillWithoutARadius() {
    try (TestWorld world = TestWorld.of(TestContent.drawn("########", "#@....s#", "########"))) {
      TestPlayer watcher = world.player().spawn();
      world.tick(500);

      Update.Near statue = watcher.last(Update.Snapshot.class).near().get(0);
      assertThat(statue.kind()).isEqualTo(EntityKind.CREATURE);
      assertThat(statue.x()).isEqualTo(6.5f);
    }
  }
}
