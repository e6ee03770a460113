package dev.keepstone.net.server;

import java.nio.file.Path;

/** Paths as a person would write them. */
final class ServerPaths {
  private ServerPaths() {}

  /** Relative to the current folder where it lies below it, else as it is. */
  static String shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath();
    return absolute.startsWith(here) && !absolute.equals(here)
        ? here.relativize(absolute).toString()
        : absolute.toString();
  }
}
