package dev.keepstone.persistence.validation;

import dev.keepstone.ecs.content.ContentSource;
import dev.keepstone.ecs.content.WorldContent;
import java.nio.file.Path;
import java.util.List;

/** The world that the project ships, for tests that ask what may be loaded. */
public final class TestContent {
  private static final Path WORLD = Path.of("..", "config", "world");

  private TestContent() {}

  /** The meadow with its items and shops. */
  public static WorldContent shipped() {
    return WorldContent.read(
        List.of(ContentSource.of(WORLD.resolve("meadow.tmj"))),
        ContentSource.of(WORLD.resolve("creatures.conf")),
        ContentSource.of(WORLD.resolve("items.conf")),
        ContentSource.of(WORLD.resolve("shops.conf")));
  }
}
