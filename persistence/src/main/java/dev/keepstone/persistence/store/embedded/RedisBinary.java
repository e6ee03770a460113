package dev.keepstone.persistence.store.embedded;

import dev.keepstone.persistence.store.StoreException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A redis-server that can be run.
 *
 * @param origin "PATH" or "bundled"
 */
record RedisBinary(Path path, RedisVersion version, String origin) {
  private static final Logger LOG = LoggerFactory.getLogger(RedisBinary.class);
  private static final RedisVersion OLDEST = new RedisVersion(6, 2, 0);
  private static final RedisVersion BUNDLED = new RedisVersion(7, 0, 15);
  private static final long VERSION_TIMEOUT_S = 5;
  private static final int MAX_VERSION_OUTPUT_BYTES = 1024;

  /**
   * The one on the search path if it is new enough, else the bundled one: a distribution's build
   * uses jemalloc, which is twice as cheap per write as the bundled build's libc.
   *
   * @param searchPath like the environment's PATH
   * @param writtenBy version that wrote the folder, null for a new one
   */
  static RedisBinary choose(
      DataFolder folder, String searchPath, @Nullable RedisVersion writtenBy) {
    RedisBinary found = findOn(searchPath);
    if (found != null && (writtenBy == null || found.version.isAtLeast(writtenBy))) {
      return found;
    }
    if (writtenBy != null && !BUNDLED.isAtLeast(writtenBy)) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "the data was written by a newer Redis than there is: folder="
              + folder.redis()
              + " writtenBy="
              + writtenBy
              + " onPath="
              + (found == null ? "none" : found.version.toString())
              + " bundled="
              + BUNDLED
              + "; put a redis-server "
              + writtenBy
              + " or later on the PATH");
    }
    return unpack(folder);
  }

  private static @Nullable RedisBinary findOn(String searchPath) {
    for (String entry : searchPath.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(entry).resolve("redis-server");
      if (!entry.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        RedisVersion version = askVersion(candidate);
        if (version != null && version.isAtLeast(OLDEST)) {
          return new RedisBinary(candidate.toAbsolutePath(), version, "PATH");
        }
        LOG.warn(
            "redis-server on the PATH is not used: file={} version={} needed={}",
            candidate,
            version == null ? "unknown" : version,
            OLDEST);
      }
    }
    return null;
  }

  private static @Nullable RedisVersion askVersion(Path binary) {
    try {
      Process process =
          new ProcessBuilder(binary.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(VERSION_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return null;
      }
      byte[] output = process.getInputStream().readNBytes(MAX_VERSION_OUTPUT_BYTES);
      String text = new String(output, StandardCharsets.UTF_8);
      return text.startsWith("Redis server v=") ? RedisVersion.find(text) : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static RedisBinary unpack(DataFolder folder) {
    String resource = "redis-server-" + BUNDLED + "-" + platform();
    Path target = folder.bin().resolve(resource);
    URL url = RedisBinary.class.getResource("/" + resource);
    if (url == null) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "no Redis is bundled for this platform: platform="
              + platform()
              + "; put a redis-server "
              + OLDEST
              + " or later on the PATH, or use --store redis://HOST:PORT");
    }
    try {
      URLConnection source = url.openConnection();
      if (Files.notExists(target) || Files.size(target) != source.getContentLengthLong()) {
        copy(source, target);
      }
      return new RedisBinary(target, BUNDLED, "bundled");
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "the bundled Redis can't be unpacked: file=" + target + " reason=" + e,
          e);
    }
  }

  /** Beside the target, then moved: a start that is killed while copying leaves no torso there. */
  private static void copy(URLConnection source, Path target) throws IOException {
    Path copy = target.resolveSibling(target.getFileName() + ".tmp");
    try (InputStream in = source.getInputStream()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
    Files.move(copy, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (os.startsWith("mac") ? "darwin" : os)
        + "-"
        + switch (arch) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
  }
}
