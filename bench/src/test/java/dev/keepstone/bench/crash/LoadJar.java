package dev.keepstone.bench.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code java -jar load.jar ...}, as an operator runs it. */
public final class LoadJar {
  private static final Path JAR = Path.of("target", "load.jar").toAbsolutePath();

  private LoadJar() {}

  /** How it ended and what it said. */
  public record Ended(int code, String output) {}

  /** Runs it to its end; -1: it did not end in time, and was killed. */
  public static Ended run(Path home, Duration timeout, String... arguments)
      throws IOException, InterruptedException {
    if (Files.notExists(JAR)) {
      throw new IllegalStateException("no " + JAR + ": run this by 'mvn verify'");
    }
    Path output = home.resolve("output.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
      process.destroyForcibly();
    }
    return new Ended(
        ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.ISO_8859_1));
  }
}
