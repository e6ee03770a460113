package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processor time of the whole machine, as Linux counts it in {@code /proc/stat}. */
public final class MachineTime {
  private static final Path STAT = Path.of("/proc/stat");
  private static final double TICKS_PER_SECOND = 100;

  /** user, nice, system, then idle and waiting for disks, then both kinds of interrupts. */
  private static final List<Integer> BUSY_FIELDS = List.of(0, 1, 2, 5, 6);

  private MachineTime() {}

  /**
   * Seconds that processors have been busy since the start of the machine, all of them together.
   */
  public static double busySeconds() {
    try {
      String line = Files.readAllLines(STAT, StandardCharsets.ISO_8859_1).get(0);
      List<String> fields = List.of(line.substring("cpu".length()).strip().split(" ", -1));
      double ticks = 0;
      for (int field : BUSY_FIELDS) {
        ticks += Double.parseDouble(fields.get(field));
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new LoadException("processor times need Linux: file=" + STAT + ": " + e, e);
    }
  }
}
