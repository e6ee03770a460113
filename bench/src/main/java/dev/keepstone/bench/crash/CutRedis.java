package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadAddress;
import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.RespSocket;
import dev.keepstone.net.server.ServerConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Redis whose power can be cut: it dies, and its disk then holds what had been synced, as the
 * preloaded library has kept it. One thread.
 */
final class CutRedis implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final Path folder;
  private final Path library;
  private final Path conf;
  private @Nullable Process process;

  /**
   * Prepares; starts nothing.
   *
   * @param folder made; on one file system
   * @param fsync for appendfsync
   */
  CutRedis(Path folder, String fsync) {
    this.folder = folder;
    try {
      Files.createDirectories(disk());
      library = PowerCutShim.compile(folder);
      conf = folder.resolve("redis.conf");
      String shipped = ServerConfigReader.read(null, Map.of()).redisConf();
      Files.write(
          conf,
          List.of(
              shipped,
              "port 0",
              "daemonize no",
              "unixsocket " + socket(),
              "dir " + disk(),
              "appendfsync " + fsync));
    } catch (IOException e) {
      throw new LoadException("can't be prepared: folder=" + folder + ": " + e, e);
    }
  }

  private Path disk() {
    return folder.resolve("disk");
  }

  private Path image() {
    return folder.resolve("image");
  }

  private Path socket() {
    return folder.resolve("r.sock");
  }

  String uri() {
    return "redis-socket://" + socket();
  }

  /** Starts it and waits until it answers. */
  void start() {
    try {
      Files.deleteIfExists(socket());
      ProcessBuilder builder =
          new ProcessBuilder("redis-server", conf.toString())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("redis.log").toFile()));
      builder.environment().put("LD_PRELOAD", library.toString());
      builder.environment().put("POWERCUT_DISK", disk().toString());
      builder.environment().put("POWERCUT_IMAGE", image().toString());
      Process started = builder.start();
      started.getOutputStream().close();
      process = started;
      if (!Pauses.until(() -> answers() || !started.isAlive(), START_TIMEOUT) || !answers()) {
        throw new LoadException("Redis does not start: see " + folder.resolve("redis.log"));
      }
      String maps = Files.readString(Path.of("/proc", Long.toString(started.pid()), "maps"));
      if (!maps.contains(library.toString())) {
        throw new LoadException(
            "the redis-server on the PATH takes no preloaded library: it is linked statically");
      }
    } catch (IOException e) {
      throw new LoadException("Redis can't be started: " + e, e);
    }
  }

  private boolean answers() {
    try (RespSocket resp = RespSocket.connect(LoadAddress.parse(uri()))) {
      return "PONG".equals(resp.ask("PING"));
    } catch (LoadException e) {
      return false;
    }
  }

  /** The power goes. What was not synced is forgotten; {@link #start} finds the rest. */
  void cut() {
    close();
    try {
      delete(disk());
      copy(image().resolve("tree"), disk());
      delete(image());
      startAnew();
    } catch (IOException e) {
      throw new LoadException("the disk can't be put back: folder=" + folder + ": " + e, e);
    }
  }

  /** What the disk has now is on the disk: the image begins with all of it. */
  private void startAnew() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(disk())) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path folderName : List.of(Path.of("content"), Path.of("pins"), Path.of("tree"))) {
      Files.createDirectories(image().resolve(folderName));
    }
    for (Path file : files) {
      String inode = Files.getAttribute(file, "unix:ino").toString();
      Path content = image().resolve("content").resolve(inode);
      Path name = image().resolve("tree").resolve(disk().relativize(file).toString());
      Files.copy(file, content);
      Files.createDirectories(name.getParent());
      Files.createLink(name, content);
      Files.createLink(image().resolve("pins").resolve(inode), file);
    }
  }

  private static void delete(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(file -> !file.toString().endsWith(".powercut")).sorted().toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(from.relativize(file).toString()));
    }
  }

  /** Kills it. */
  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      try {
        running.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
