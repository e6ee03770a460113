package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.net.cli.Keepstone;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code keepstone} command in a JVM of its own, of the same class path as this one, so that the
 * jar of this tool is all that is needed. What it says goes to a file.
 */
public final class Child implements AutoCloseable {
  private static final int FIRST_JAVA_WITH_NATIVE_ACCESS = 24;
  private static final long POLL_MS = 20;

  private final String name;
  private final Process process;
  private final Path output;
  private final long startedNs = System.nanoTime();

  private Child(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param output created or overwritten
   */
  public static Child start(String name, Path output, int heapMb, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMb + "m",
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED"));
    if (Runtime.version().feature() >= FIRST_JAVA_WITH_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-cp");
    command.add(classPath());
    command.add(Keepstone.class.getName());
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      return new Child(name, process, output);
    } catch (IOException e) {
      throw new LoadException("the " + name + " can't be started: " + e.getMessage(), e);
    }
  }

  /** In a test run, the class path of the JVM is only a jar that names the real one. */
  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> absolute = new ArrayList<>();
    for (String entry : all.split(File.pathSeparator, -1)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, absolute);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  long startedNs() {
    return startedNs;
  }

  /**
   * Waits for something that it says, and returns the first group of it.
   *
   * @throws LoadException when it ends, or says nothing of the kind in time
   */
  public String await(Pattern pattern, Duration timeout) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (true) {
      boolean wasAlive = process.isAlive();
      Matcher matcher = pattern.matcher(said());
      if (matcher.find()) {
        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
      }
      if (!wasAlive || System.nanoTime() - deadlineNs >= 0) {
        throw new LoadException(
            "the "
                + name
                + (wasAlive ? " does not say '" + pattern + "' in time" : " has ended")
                + ": see "
                + output
                + "; it ends with:\n"
                + tail());
      }
      Pauses.ms(POLL_MS);
    }
  }

  private String said() {
    try {
      return Files.readString(output, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new LoadException("can't be read: file=" + output, e);
    }
  }

  /** The last lines that it said. */
  String tail() {
    String said = said().strip();
    return said.substring(Math.max(0, said.length() - 1_500));
  }

  /** Its exit code; -1 when it does not end in time. */
  public int awaitExit(Duration timeout) {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", e);
    }
  }

  /** kill -9, and waits until it is gone. */
  public void kill() {
    if (process.isAlive()) {
      Signals.kill(process.pid());
      awaitExit(Duration.ofSeconds(10));
    }
  }

  @Override
  public void close() {
    kill();
  }
}
