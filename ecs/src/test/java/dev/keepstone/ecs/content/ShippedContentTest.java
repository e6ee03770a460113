package dev.keepstone.ecs.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedContentTest {
  private static final Path WORLD = Path.of("../config/world");

  @Test
  void theMeadowLoads() {
    WorldContent content =
        WorldContent.read(
            List.of(ContentSource.of(WORLD.resolve("meadow.tmj"))),
            ContentSource.of(WORLD.resolve("creatures.conf")),
            ContentSource.of(WORLD.resolve("items.conf")),
            ContentSource.of(WORLD.resolve("shops.conf")));

    assertThat(content.zones().spawnZone().name()).isEqualTo("Meadow");
    assertThat(content.zones().spawnZone().widthTiles()).isEqualTo(64);
    assertThat(content.zones().spawnZone().heightTiles()).isEqualTo(64);
    assertThat(content.zones().spawnZone().creatureSpawns()).hasSize(6);
    assertThat(content.items().size()).isGreaterThanOrEqualTo(25);
    assertThat(content.shops().size()).isEqualTo(2);
    assertThat(content.zones().spawnZone().places()).hasSize(3);
    assertThat(content.zones().spawnZone().places()).filteredOn(Place::isBank).hasSize(1);
    assertThat(content.zones().spawnZone().itemSpots())
        .hasSize(13)
        .anyMatch(spot -> spot.kind() == ItemSpot.COINS)
        .anyMatch(spot -> spot.kind() == 30); // a dagger
  }

  @Test
  void readsAStreamLikeAFile() throws IOException {
    Path file = WORLD.resolve("creatures.conf");
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(ContentSource.of("bundled", in).text()).isEqualTo(ContentSource.of(file).text());
    }
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> ContentSource.of(WORLD.resolve("moor.tmj")))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("moor.tmj")
        .hasMessageContaining("no such file");
  }

  @Test
  void saysWhenAFileIsNotText() {
    byte[] bytes = {(byte) 0xFF, (byte) 0xFE, 0};
    assertThatThrownBy(() -> ContentSource.of("x.tmj", new ByteArrayInputStream(bytes)))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("not UTF-8");
  }
}
