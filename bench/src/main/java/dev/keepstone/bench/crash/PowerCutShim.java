package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Builds the preloaded library that knows what was synced; its source says how it works. */
final class PowerCutShim {
  private static final long COMPILE_TIMEOUT_S = 60;

  private PowerCutShim() {}

  /** What this machine lacks for it; null: nothing. */
  static @Nullable String missing() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return "a power cut can be played on Linux only";
    }
    if (find("gcc") == null) {
      return "a power cut needs gcc on the PATH";
    }
    return find("redis-server") == null
        ? "a power cut needs a redis-server on the PATH: the bundled one is linked statically"
        : null;
  }

  /** A program on the PATH. */
  static @Nullable Path find(String program) {
    String path = System.getenv("PATH");
    for (String entry : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path file = Path.of(entry).resolve(program);
      if (!entry.isEmpty() && Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  /**
   * Compiles it.
   *
   * @throws LoadException when something is missing, or the compiler refuses
   */
  static Path compile(Path folder) {
    String missing = missing();
    if (missing != null) {
      throw new LoadException(missing);
    }
    Path source = folder.resolve("powercut.c");
    Path library = folder.resolve("powercut.so");
    try (InputStream in = PowerCutShim.class.getResourceAsStream("powercut.c")) {
      if (in == null) {
        throw new LoadException("the jar lacks powercut.c: build it with Maven");
      }
      Files.write(source, in.readAllBytes());
      Process gcc =
          new ProcessBuilder(
                  "gcc",
                  "-O2",
                  "-Wall",
                  "-Wextra",
                  "-shared",
                  "-fPIC",
                  "-o",
                  library.toString(),
                  source.toString(),
                  "-ldl",
                  "-lpthread")
              .redirectErrorStream(true)
              .start();
      gcc.getOutputStream().close();
      String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!gcc.waitFor(COMPILE_TIMEOUT_S, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
        throw new LoadException("gcc does not compile powercut.c:\n" + said);
      }
      return library;
    } catch (IOException e) {
      throw new LoadException("powercut.c can't be compiled: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", e);
    }
  }
}
