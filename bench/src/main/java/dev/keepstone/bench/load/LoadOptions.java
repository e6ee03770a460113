package dev.keepstone.bench.load;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.persistence.config.PersistenceConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every measurement can be told: which store, what must be met, where the figures go. */
final class LoadOptions {
  private static final String SERVER_NAME = "load";
  private static final long CLEAN_UP_S = 20;

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

  @Mixin private ReportOptions report;

  /** Makes the run, once the store is there. */
  interface Preparation {
    LoadRun prepare(LoadStore store, LoadStage.Progress progress);
  }

  /**
   * The server's own settings.
   *
   * @param own keys below the persistence path, with what the flags say instead
   */
  static PersistenceConfig config(Map<String, Object> own) {
    Config shipped = ConfigFactory.parseResources("config/keepstone.conf");
    Config flags = ConfigFactory.parseMap(Map.of("server-name", SERVER_NAME));
    try {
      return PersistenceConfig.of(
          ConfigFactory.parseMap(own)
              .withFallback(flags)
              .atPath(PersistenceConfig.PATH)
              .withFallback(shipped)
              .resolve());
    } catch (ConfigException e) {
      throw new LoadException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Measures, prints, and leaves nothing behind.
   *
   * @param figures that a requirement may name
   * @return exit code: 0 when everything required is met and the store was found right
   */
  int measure(
      PrintWriter out, PersistenceConfig config, List<String> figures, Preparation preparation) {
    if (fsync != null && !fsync.equals("always") && !fsync.equals("everysec")) {
      throw new LoadException("--fsync is " + fsync + "; use always or everysec");
    }
    ReportOptions.Target target = report.target(figures);
    LoadStore used =
        store == null
            ? LoadStore.embedded(config, fsync == null ? "always" : fsync)
            : LoadStore.external(config, store, fsync);
    CountDownLatch cleaned = new CountDownLatch(1);
    try (used) {
      String description = used.describe();
      out.println("store      " + description);
      out.flush();
      LoadRun run = preparation.prepare(used, new ProgressBar(out));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, cleaned), "stop"));
      return target.tell(out, Map.of("store", description), run.run());
    } finally {
      cleaned.countDown();
    }
  }

  /** On Ctrl-C: nothing of the run may stay, so the process ends when it has cleaned up. */
  private static void stop(LoadRun run, CountDownLatch cleaned) {
    run.cancel();
    try {
      if (!cleaned.await(CLEAN_UP_S, TimeUnit.SECONDS)) {
        LoggerFactory.getLogger(LoadOptions.class)
            .warn("what the run wrote is not deleted yet; the next run on this store deletes it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
