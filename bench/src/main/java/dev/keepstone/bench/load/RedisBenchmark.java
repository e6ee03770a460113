package dev.keepstone.bench.load;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The known yardstick, {@code redis-benchmark -P N -c 1 -t set}, where it is on the PATH. It has as
 * many commands in flight as what is measured beside it.
 */
final class RedisBenchmark {
  private static final long TIMEOUT_S = 120;
  private static final int MAX_OUTPUT_BYTES = 16 * 1024;

  private final Path binary;
  private final LoadAddress address;
  private final int valueBytes;
  private final int inFlight;

  private RedisBenchmark(Path binary, LoadAddress address, int valueBytes, int inFlight) {
    this.binary = binary;
    this.address = address;
    this.valueBytes = valueBytes;
    this.inFlight = inFlight;
  }

  /** The one on the search path, or null. */
  static @Nullable RedisBenchmark find(
      @Nullable String searchPath, LoadAddress address, int valueBytes, int inFlight) {
    if (searchPath == null) {
      return null;
    }
    for (String entry : searchPath.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(entry).resolve("redis-benchmark");
      if (!entry.isEmpty() && Files.isExecutable(candidate)) {
        return new RedisBenchmark(candidate, address, valueBytes, inFlight);
      }
    }
    return null;
  }

  /** One run of so many SETs to as many keys; returns SETs a second, as it says itself. */
  double run(int count) {
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(address.flags());
    command.addAll(List.of("-P", "" + inFlight, "-c", "1", "-t", "set"));
    command.addAll(List.of("-n", "" + count, "-r", "" + count));
    command.addAll(List.of("-d", "" + valueBytes, "--csv"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (!address.password().isEmpty()) {
      builder.environment().put("REDISCLI_AUTH", address.password());
    }
    try {
      Process process = builder.start();
      String output =
          new String(process.getInputStream().readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new LoadException("redis-benchmark does not end: seconds=" + TIMEOUT_S);
      }
      return rate(output);
    } catch (IOException e) {
      throw new LoadException("redis-benchmark can't be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", e);
    }
  }

  /** Its CSV has a line {@code "SET","123456.78",...}. */
  static double rate(String csv) {
    for (String line : csv.split("\n", -1)) {
      String[] cells = line.replace("\"", "").split(",", -1);
      if (cells.length > 1 && cells[0].equals("SET")) {
        return Double.parseDouble(cells[1]);
      }
    }
    throw new LoadException("redis-benchmark says nothing of SET: " + csv.strip());
  }
}
