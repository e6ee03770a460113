package dev.keepstone.bench.load;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.keepstone.net.cli.Terminal;
import dev.keepstone.persistence.config.PersistenceConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast dirty rows become durable. */
@Command(
    name = "flush",
    description = "Flushes dirty rows of a filled world through the real vault, beside raw SETs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Rounds of the vault alternate with the same number of SETs of the same size down a raw",
      "socket, and with redis-benchmark -P 64 -c 1 where that is on the PATH. ratio = the vault's",
      "rate / the raw socket's, the median of the rounds.",
      "Without --store it starts a Redis of its own in a temporary folder. A store that holds a",
      "world is left alone. What the run writes is deleted at its end.",
      "Exit codes: 0 done, everything required is met and every record equals memory; 1 not so;",
      "2 the command line is wrong."
    })
final class FlushCommand implements Callable<Integer> {
  private static final String SERVER_NAME = "load";
  private static final long CLEAN_UP_S = 20;
  private static final int BAR_CELLS = 30;

  @Option(
      names = "--players",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Players in the world (default: ${DEFAULT-VALUE}).")
  private int players;

  @Option(
      names = "--record-bytes",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Size of a stored record (default: ${DEFAULT-VALUE}).")
  private int recordBytes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "Rounds measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds before them (default: ${DEFAULT-VALUE}).")
  private int warmUpRounds;

  @Option(
      names = "--dirty",
      paramLabel = "N%",
      defaultValue = "100%",
      description = "Rows flushed in a round, a share or a number (default: ${DEFAULT-VALUE}).")
  private String dirty;

  @Option(
      names = "--store",
      paramLabel = "URI",
      description = "A running Redis, redis://... or redis-socket:///..., without a world in it.")
  private @Nullable String store;

  @Option(
      names = "--fsync",
      paramLabel = "WHEN",
      description = "always or everysec, for the run (default: always; with --store: as it is).")
  private @Nullable String fsync;

  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = "Rows in one save, 1 to 64 (default: the server's).")
  private @Nullable Integer batchRows;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Saves without an answer (default: the server's).")
  private @Nullable Integer inFlight;

  @Option(
      names = "--require",
      paramLabel = "LIST",
      defaultValue = "",
      description = "What must be met, such as 'ratio>=0.5,p99<50ms'.")
  private String require;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (fsync != null && !fsync.equals("always") && !fsync.equals("everysec")) {
      throw new LoadException("--fsync is " + fsync + "; use always or everysec");
    }
    Requirements requirements = new Requirements(require, FlushReport.FIGURES);
    PersistenceConfig config = config();
    FlushPlan plan =
        new FlushPlan(
            players,
            FlushPlan.rows(dirty, players),
            recordBytes,
            rounds,
            warmUpRounds,
            config.vault().chunkRows(),
            config.vault().chunksInFlight());
    LoadStore used =
        store == null
            ? LoadStore.embedded(config, fsync == null ? "always" : fsync)
            : LoadStore.external(config, store, fsync);
    CountDownLatch cleaned = new CountDownLatch(1);
    try (used) {
      String description = used.describe();
      out.println("store      " + description);
      out.flush();
      FlushRun run =
          new FlushRun(
              plan,
              used,
              config.vault(),
              RedisBenchmark.find(System.getenv("PATH"), used.address(), recordBytes),
              new Bar(out));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, cleaned), "stop"));
      FlushReport report = run.run();
      report.lines().forEach(out::println);
      List<String> missed = requirements.missed(report.figures());
      missed.forEach(line -> out.println("MISSED     " + line));
      out.flush();
      if (json != null) {
        write(json, description, report);
      }
      return missed.isEmpty() && report.isSound() ? 0 : 1;
    } finally {
      cleaned.countDown();
    }
  }

  /** On Ctrl-C: nothing of the run may stay, so the process ends when it has cleaned up. */
  private static void stop(FlushRun run, CountDownLatch cleaned) {
    run.cancel();
    try {
      if (!cleaned.await(CLEAN_UP_S, TimeUnit.SECONDS)) {
        LoggerFactory.getLogger(FlushCommand.class)
            .warn("what the run wrote is not deleted yet; the next run on this store deletes it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server's own settings, but for what the flags say. */
  private PersistenceConfig config() {
    StringBuilder own = new StringBuilder();
    own.append(PersistenceConfig.PATH + ".server-name = " + SERVER_NAME + "\n");
    if (batchRows != null) {
      own.append(PersistenceConfig.PATH + ".flush.chunk-rows = " + batchRows + "\n");
    }
    if (inFlight != null) {
      own.append(PersistenceConfig.PATH + ".flush.chunks-in-flight = " + inFlight + "\n");
    }
    Config shipped = ConfigFactory.parseResources("config/keepstone.conf");
    try {
      return PersistenceConfig.of(
          ConfigFactory.parseString(own.toString()).withFallback(shipped).resolve());
    } catch (com.typesafe.config.ConfigException e) {
      throw new LoadException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void write(Path file, String description, FlushReport report) {
    Map<String, Object> content =
        Map.of("store", description, "figures", ConfigValueFactory.fromMap(report.figures()));
    try {
      Files.writeString(
          file,
          ConfigValueFactory.fromMap(content)
                  .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true))
              + "\n");
    } catch (IOException e) {
      throw new LoadException("the figures can't be written: --json " + file + ": " + e, e);
    }
  }

  /** A bar that grows in place; in a file or a pipe nothing but the report is written. */
  private static final class Bar implements FlushRun.Progress {
    private final PrintWriter out;
    private final boolean terminal = System.getenv("TERM") != null && Terminal.console() != null;

    Bar(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void show(String what, int done, int of) {
      if (terminal) {
        int cells = (int) ((long) BAR_CELLS * done / of);
        out.print(
            String.format(
                Locale.ROOT,
                "\r%-10s [%s%s] %3d %%",
                what,
                "#".repeat(cells),
                " ".repeat(BAR_CELLS - cells),
                100L * done / of));
        if (done == of) {
          out.print("\r" + " ".repeat(BAR_CELLS + 20) + "\r");
        }
        out.flush();
      }
    }
  }
}
