package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorldConfigTest {
  @Test
  void theShippedFileHoldsTheDefaults() {
    var file = ConfigFactory.parseFile(Path.of("../config/keepstone.conf").toFile()).resolve();

    assertThat(WorldConfig.from(file.getConfig("keepstone.ecs"))).isEqualTo(WorldConfig.defaults());
  }

  @Test
  void theShippedFileHasNoKeyThatIsNotRead() {
    var file = ConfigFactory.parseFile(Path.of("../config/keepstone.conf").toFile()).resolve();

    assertThat(file.getConfig("keepstone.ecs").entrySet())
        .hasSize(WorldConfig.class.getRecordComponents().length);
  }

  @Test
  void namesTheSettingThatIsOutOfRange() {
    assertThatThrownBy(() -> new WorldConfig(5, 600, 1, 10, 12, 60, 100, 1 << 20, 0))
        .hasMessageContaining("tickRateHz=5 | allowed is 10 to 100");
    assertThatThrownBy(() -> new WorldConfig(20, 0, 1, 10, 12, 60, 100, 1 << 20, 0))
        .hasMessageContaining("flushWindowTicks=0");
    assertThatThrownBy(() -> new WorldConfig(20, 600, 1, 0, 12, 60, 100, 1 << 20, 0))
        .hasMessageContaining("maxPlayers=0");
    assertThatThrownBy(() -> new WorldConfig(20, 600, 1, 10, Float.NaN, 60, 100, 1 << 20, 0))
        .hasMessageContaining("viewRadiusTiles=NaN");
    assertThatThrownBy(() -> new WorldConfig(20, 600, 1, 10, 12, 201, 100, 1 << 20, 0))
        .hasMessageContaining("maxNear=201");
    assertThatThrownBy(() -> new WorldConfig(20, 600, 1, 10, 12, 60, 100, 1_000_000, 0))
        .hasMessageContaining("backlogBytes=1000000 | allowed is a power of two");
  }
}
