package dev.keepstone.net.server;

import dev.keepstone.net.harness.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * {@code java -jar keepstone.jar ...} in a process of its own, as a user would run it, in a session
 * of its own so that a signal can go to the whole foreground group. Its output (both streams) is
 * kept.
 */
final class KeepstoneProcess implements AutoCloseable {
  /** As shipped. */
  private static final int PORT_PAIRS = 4;

  private static final Path JAR = Path.of("target", "keepstone.jar").toAbsolutePath();

  /** What JDK 24 and later say of Dominion's use of sun.misc.Unsafe; not our program's words. */
  private static final String JVM_WARNING = "WARNING: ";

  /** Over before the second compiler and a parallel collector would pay. */
  private static final List<String> SHORT_RUN =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private KeepstoneProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static KeepstoneProcess start(Path workingFolder, String... arguments) {
    return start(workingFolder, Map.of(), arguments);
  }

  static KeepstoneProcess start(
      Path workingFolder, Map<String, String> environment, String... arguments) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException("no " + JAR + ": run this by 'mvn verify'");
    }
    List<String> command = new ArrayList<>();
    if (Files.exists(Path.of("/usr/bin/setsid"))) {
      command.addAll(List.of("/usr/bin/setsid"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What a player keeps at home stays in the test, too.
    command.addAll(SHORT_RUN);
    command.addAll(List.of("-Duser.home=" + workingFolder, "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(workingFolder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new KeepstoneProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first of as many neighbouring UDP ports of loopback as a server uses, free until now. */
  static int freePort() {
    return FreePorts.forServer(PORT_PAIRS);
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(JVM_WARNING)) {
          continue;
        }
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // The process was killed: what it said until then is kept.
      synchronized (lines) {
        lines.notifyAll();
      }
    }
  }

  void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits for a line in which {@code regex} is found, and returns it. */
  String awaitLine(String regex, Duration timeout) throws InterruptedException {
    return awaitLine(regex, 0, timeout);
  }

  /** The same, among the lines after the first {@code skip}. */
  String awaitLine(String regex, int skip, Duration timeout) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    synchronized (lines) {
      for (int next = skip; ; next++) {
        while (next >= lines.size()) {
          long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
          if (leftMs <= 0 || (!process.isAlive() && !reader.isAlive())) {
            throw new AssertionError("no line matches " + regex + " in:\n" + output());
          }
          lines.wait(Math.min(leftMs, 200));
        }
        if (pattern.matcher(lines.get(next)).find()) {
          return lines.get(next);
        }
      }
    }
  }

  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** Lines that it has said so far. */
  int lineCount() {
    synchronized (lines) {
      return lines.size();
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal ("TERM", "INT", "KILL") to the process alone. */
  void signal(String name) throws IOException, InterruptedException {
    kill(name, Long.toString(process.pid()));
  }

  /** Sends a signal to the whole process group, as Ctrl-C in a terminal does. */
  void signalGroup(String name) throws IOException, InterruptedException {
    kill(name, "-" + process.pid());
  }

  /**
   * Whether this process was started with a signal ignored (nohup, a job in the background): then
   * so are the processes that it starts, and nobody can stop them that way.
   */
  static boolean ignoresSignal(int number) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("SigIgn:")) {
          return (Long.parseUnsignedLong(line.substring(7).strip(), 16) >>> (number - 1) & 1) == 1;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // no Linux
    }
  }

  /** Runs a small tool of the system; -1 when there is no such tool or it hangs. */
  static int run(String... command) throws IOException, InterruptedException {
    Process tool;
    try {
      tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return -1;
    }
    return tool.waitFor(10, TimeUnit.SECONDS) ? tool.exitValue() : -1;
  }

  static void kill(String name, String target) throws IOException, InterruptedException {
    if (run("kill", "-s", name, "--", target) != 0) {
      throw new IOException("kill -s " + name + " " + target + " failed");
    }
  }

  int awaitExit(Duration timeout) throws InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + timeout + ":\n" + output());
    }
    reader.join(5_000);
    return process.exitValue();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }
}
