package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Processor time of each thread of a process, as Linux counts it in {@code /proc/PID/task}: user
 * and system, in ticks of 10 ms. The system cuts names of threads to 15 characters.
 */
final class ThreadTimes {
  private static final double TICKS_PER_SECOND = 100;

  /** Counted after the name, which stands in brackets and may hold spaces. */
  private static final int USER_FIELD = 11;

  private static final int SYSTEM_FIELD = 12;

  private record ThreadTime(String name, double seconds) {}

  private final Map<String, ThreadTime> byThread = new HashMap<>();

  private ThreadTimes() {}

  /**
   * Looks.
   *
   * @throws LoadException when this is no Linux, or the process has ended
   */
  static ThreadTimes of(long pid) {
    ThreadTimes times = new ThreadTimes();
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        times.add(thread);
      }
      return times;
    } catch (IOException e) {
      throw new LoadException(
          "processor times need Linux and a running server: folder=" + tasks + ": " + e, e);
    }
  }

  private void add(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
      int nameEnd = stat.lastIndexOf(')');
      String name = stat.substring(stat.indexOf('(') + 1, nameEnd);
      List<String> fields = List.of(stat.substring(nameEnd + 2).split(" ", -1));
      double ticks =
          Double.parseDouble(fields.get(USER_FIELD)) + Double.parseDouble(fields.get(SYSTEM_FIELD));
      byThread.put(
          String.valueOf(thread.getFileName()), new ThreadTime(name, ticks / TICKS_PER_SECOND));
    } catch (IOException e) {
      // It has ended since it was listed: what it did is not much.
    }
  }

  /** Seconds that threads of such names have used since an earlier look. */
  double secondsSince(ThreadTimes earlier, Predicate<String> names) {
    double seconds = 0;
    for (Map.Entry<String, ThreadTime> thread : byThread.entrySet()) {
      if (names.test(thread.getValue().name)) {
        ThreadTime before = earlier.byThread.get(thread.getKey());
        seconds += thread.getValue().seconds - (before == null ? 0 : before.seconds);
      }
    }
    return seconds;
  }
}
