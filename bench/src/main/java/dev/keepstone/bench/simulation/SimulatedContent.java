package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.content.ContentSource;
import dev.keepstone.ecs.content.WorldContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A yard of 8 x 8 tiles: a bank and a shop within everybody's reach, and little to be had. */
final class SimulatedContent {
  static final int ZONE = 1;
  static final int APPLE = 1;
  static final int STONE = 2;
  static final int DAGGER = 3;

  private SimulatedContent() {}

  static WorldContent read() {
    return WorldContent.read(
        List.of(source("yard.tmj")),
        source("creatures.conf"),
        source("items.conf"),
        source("shops.conf"));
  }

  private static ContentSource source(String name) {
    try (InputStream in = SimulatedContent.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: resource=" + name);
      }
      return ContentSource.of(name, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
