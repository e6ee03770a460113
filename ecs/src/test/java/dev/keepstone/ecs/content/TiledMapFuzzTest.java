package dev.keepstone.ecs.content;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.rule.Movement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any file that is given as a map is a map that one can stand in, or is refused by a {@link
 * ContentException}.
 */
class TiledMapFuzzTest {
  private static final ContentSource CREATURES =
      new ContentSource("creatures.conf", TestContent.CREATURES);
  private static final ContentSource ITEMS = new ContentSource("items.conf", TestContent.ITEMS);
  private static final ContentSource SHOPS = new ContentSource("shops.conf", TestContent.SHOPS);

  static Stream<byte[]> seeds() {
    String[] rows = {"####", "#@ #", "####"};
    String herd = TestContent.creature("rabbit", 1, 1, 1, 1, 2, 3);
    return Stream.of(
            TestContent.json(rows, herd),
            TestContent.withSpots(
                TestContent.json(rows, ""), TestContent.spot("bread", 2, 1, 3, 60)),
            "{}",
            "[".repeat(200))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isAMapOrRefused(byte[] file) {
    try {
      ContentSource map = ContentSource.of("map.tmj", new ByteArrayInputStream(file));
      WorldContent content = WorldContent.read(List.of(map), CREATURES, ITEMS, SHOPS);
      ZoneMap zone = content.zones().spawnZone();
      if (!Movement.fits(zone, zone.spawnX(), zone.spawnY())) {
        throw new AssertionError("nobody can stand at the spawn point");
      }
    } catch (ContentException refused) {
      // what is declared
    }
  }
}
