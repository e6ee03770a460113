package dev.keepstone.bench.soak;

import dev.keepstone.bench.crash.BotsRig;
import dev.keepstone.bench.crash.Pauses;
import dev.keepstone.bench.crash.RunFolder;
import dev.keepstone.bench.crash.ServerRig;
import dev.keepstone.bench.crash.StoppedStore;
import dev.keepstone.bench.load.LoadAddress;
import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.RespSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One soak: players play and others come and go, samples are taken, and at the end all is judged.
 */
final class SoakRun implements AutoCloseable {
  private static final double MIB = 1024 * 1024;
  private static final int CHURN_ONE_IN = 5;
  private static final int MAIN_SEED = 11;
  private static final int CHURN_SEED = 12;
  private static final Duration ENTER_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration LEAVE_TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

  /** A JVM compiles and a pool fills for a while; that is no leak. */
  private static final double WARM_UP_SHARE = 0.3;

  private final ServerRig server;
  private final BotsRig bots;
  private final int count;
  private final double minutes;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Trend heap = new Trend("heap", "MiB after GC", 4);
  private final Trend direct = new Trend("direct", "MiB", 1);
  private final Trend threads = new Trend("threads", "threads", 2);
  private final Trend files = new Trend("files", "handles", 4);
  private final Trend redis = new Trend("redis", "MiB without the ledger", 0.5);
  private final Trend keys = new Trend("keys", "keys", 2);
  private final List<String> problems = new ArrayList<>();

  /** Hears how far it is. */
  interface Progress {
    void show(String what, int done, int of);
  }

  SoakRun(RunFolder folder, int count, double minutes) {
    this.count = count;
    this.minutes = minutes;
    server = new ServerRig(folder, List.of("keepstone.ecs.flush-window-ticks = 200"), null);
    bots = new BotsRig(folder, count, MAIN_SEED);
  }

  /** Returns the lines for a person; {@link #isSound} says how it went. */
  List<String> run(Progress progress) {
    server.start();
    server.awaitReady();
    bots.start(server);
    Churn churn = new Churn(server, Math.max(1, count / CHURN_ONE_IN), CHURN_SEED, over::get);
    Thread coming = new Thread(churn, "churn");
    coming.setDaemon(true);
    coming.start();
    if (!Pauses.until(() -> playing() >= count, ENTER_TIMEOUT)) {
      problems.add("only " + playing() + " of " + count + " players got in");
    }
    sample(progress);
    over.set(true);
    List<String> lines = new ArrayList<>();
    leave(coming);
    for (Trend trend : List.of(heap, direct, threads, files, redis, keys)) {
      lines.add(trend.line());
      if (trend.grows()) {
        problems.add(trend.name() + " grows");
      } else if (!trend.isMeasured()) {
        problems.add(trend.name() + " could not be judged: let it run longer");
      }
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%-14s %d came, played and left in order, %d did not",
            "visits",
            churn.visits(),
            churn.failed()));
    if (churn.visits() == 0 || churn.failed() > 0) {
      problems.add("not every visit ended in order; the newest: " + churn.why());
    }
    lines.add(judgeKeys());
    problems.forEach(problem -> lines.add("problem        " + problem));
    return lines;
  }

  boolean isSound() {
    return problems.isEmpty();
  }

  private double playing() {
    return ServerFigures.of(server.metricsPort()).sum("keepstone_world_playing");
  }

  private void sample(Progress progress) {
    long startNs = System.nanoTime();
    long lengthNs = (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    // Twenty to judge by in the shortest run; no more than one in 15 s, each costs a collection.
    long everyNs = Math.min(TimeUnit.SECONDS.toNanos(15), Math.max(lengthNs / 30, 1));
    long goneNs = 0;
    while (goneNs < lengthNs) {
      Pauses.ms(TimeUnit.NANOSECONDS.toMillis(everyNs));
      goneNs = System.nanoTime() - startNs;
      if (goneNs >= WARM_UP_SHARE * lengthNs) {
        sample(goneNs / (double) TimeUnit.MINUTES.toNanos(1));
      }
      progress.show("soaking", (int) Math.min(100, 100 * goneNs / lengthNs), 100);
    }
  }

  private void sample(double atMinute) {
    collect();
    ServerFigures figures = ServerFigures.of(server.metricsPort());
    heap.add(atMinute, figures.sum("jvm_memory_used_bytes{area=\"heap\"") / MIB);
    direct.add(atMinute, figures.sum("jvm_buffer_memory_used_bytes{id=\"direct\"") / MIB);
    threads.add(atMinute, figures.sum("jvm_threads_live_threads"));
    files.add(atMinute, openFiles(server.process().pid()));
    try (RespSocket socket = RespSocket.connect(LoadAddress.parse(server.storeUri()))) {
      Matcher used = USED.matcher(socket.askText("INFO", "memory"));
      // The ledger grows until it is checkpointed: that is its office.
      Object ledger = socket.ask("MEMORY", "USAGE", "ledger", "SAMPLES", "0");
      if (used.find()) {
        redis.add(
            atMinute,
            (Long.parseLong(used.group(1)) - (ledger instanceof Long bytes ? bytes : 0)) / MIB);
      }
      if (socket.ask("DBSIZE") instanceof Long all) {
        keys.add(atMinute, all);
      }
    }
  }

  /** As the system counts them: sockets, files and all. */
  private static double openFiles(long pid) {
    try (Stream<Path> handles = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return (double) handles.count();
    } catch (IOException e) {
      throw new LoadException("a soak needs Linux, where /proc tells of open files: " + e, e);
    }
  }

  /** A full collection in the server, by the JDK's own tool. */
  private void collect() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process gc =
          new ProcessBuilder(jcmd.toString(), Long.toString(server.process().pid()), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!gc.waitFor(30, TimeUnit.SECONDS) || gc.exitValue() != 0) {
        throw new LoadException("the server can't be told to collect: " + jcmd + " GC.run failed");
      }
    } catch (IOException e) {
      throw new LoadException("a soak needs a JDK, for its jcmd: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", e);
    }
  }

  /** Those who come and go have gone; the others hang up and are put out by their silence. */
  private void leave(Thread coming) {
    try {
      coming.join(LEAVE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", e);
    }
    bots.close();
    if (!Pauses.until(() -> playing() == 0, LEAVE_TIMEOUT)) {
      problems.add("players who have hung up still play: " + playing());
    }
    if (!server.stop()) {
      problems.add("the server did not stop in order: see its log");
    }
  }

  private String judgeKeys() {
    return StoppedStore.with(
        server.config(),
        store -> {
          KeyAudit audit = new KeyAudit(store);
          List<String> orphans = audit.run();
          problems.addAll(orphans);
          return String.format(
              Locale.ROOT,
              "%-14s %d of %d keys of the stopped world belong to nobody",
              "orphans",
              orphans.size(),
              audit.keys());
        });
  }

  @Override
  public void close() {
    over.set(true);
    bots.close();
    server.close();
  }
}
