package dev.keepstone.bench.simulation;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All that happened, as a hash, and the last of it as numbers: words are made only for someone who
 * reads them.
 */
final class Trace {
  private static final TraceEvent[] EVENTS = TraceEvent.values();
  private static final int KEPT = 128;
  private static final int NUMBERS = 6;

  private final VirtualTime time;
  private final @Nullable PrintWriter out;
  private final long[] kept = new long[KEPT * NUMBERS];
  private long count;
  private long hash = 0xcbf29ce484222325L;

  /**
   * @param out gets every event at once; null: nobody
   */
  Trace(VirtualTime time, @Nullable PrintWriter out) {
    this.time = time;
    this.out = out;
  }

  /**
   * @param server index, or -1 for none
   */
  @SuppressWarnings("EnumOrdinal") // in memory only
  void add(TraceEvent event, int server, long a, long b, long c) {
    int at = (int) (count++ % KEPT) * NUMBERS;
    kept[at] = time.elapsedMs();
    kept[at + 1] = event.ordinal();
    kept[at + 2] = server;
    kept[at + 3] = a;
    kept[at + 4] = b;
    kept[at + 5] = c;
    for (int i = 0; i < NUMBERS; i++) {
      hash = (hash ^ kept[at + i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    if (out != null) {
      out.println(line(at));
    }
  }

  void add(TraceEvent event, int server) {
    add(event, server, 0, 0, 0);
  }

  long hash() {
    return hash;
  }

  /** How many events there were. */
  long count() {
    return count;
  }

  /** The newest, oldest first. */
  List<String> last(int limit) {
    List<String> lines = new ArrayList<>();
    for (long i = Math.max(0, count - Math.min(limit, KEPT)); i < count; i++) {
      lines.add(line((int) (i % KEPT) * NUMBERS));
    }
    return lines;
  }

  private String line(int at) {
    TraceEvent event = EVENTS[(int) kept[at + 1]];
    String server = kept[at + 2] < 0 ? "-" : String.valueOf((char) ('a' + kept[at + 2]));
    return String.format(
        Locale.ROOT,
        "%9.3f s  %s  %s",
        kept[at] / 1000.0,
        server,
        String.format(Locale.ROOT, event.words(), kept[at + 3], kept[at + 4], kept[at + 5]));
  }
}
