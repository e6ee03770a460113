package dev.keepstone.bench.load;

import dev.keepstone.persistence.config.PersistenceConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      names = "--batch-rows",
      paramLabel = "N",
      description = "Rows in one save, 1 to 64 (default: the server's).")
  private @Nullable Integer batchRows;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Saves without an answer (default: the server's).")
  private @Nullable Integer inFlight;

  @Mixin private LoadOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Map<String, Object> own = new HashMap<>();
    if (batchRows != null) {
      own.put("flush.chunk-rows", batchRows);
    }
    if (inFlight != null) {
      own.put("flush.chunks-in-flight", inFlight);
    }
    PersistenceConfig config = LoadOptions.config(own);
    FlushPlan plan =
        new FlushPlan(
            players,
            FlushPlan.rows(dirty, players),
            recordBytes,
            rounds,
            warmUpRounds,
            config.vault().chunkRows(),
            config.vault().chunksInFlight());
    return options.measure(
        spec.commandLine().getOut(),
        config,
        FlushReport.FIGURES,
        (store, progress) ->
            new FlushRun(
                plan,
                store,
                config.vault(),
                RedisBenchmark.find(
                    System.getenv("PATH"),
                    store.address(),
                    recordBytes,
                    FlushPlan.BENCHMARK_IN_FLIGHT),
                progress));
  }
}
