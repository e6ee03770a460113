package dev.keepstone.bench.load;

import dev.keepstone.bench.simulation.QuietLog;
import dev.keepstone.bench.simulation.Simulation;
import dev.keepstone.bench.simulation.SimulationResult;
import dev.keepstone.bench.simulation.SimulationRun;
import dev.keepstone.persistence.config.PersistenceConfig;
import dev.keepstone.persistence.store.redis.RedisStore;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries to make the server lose or double something, in virtual time. */
@Command(
    name = "simulate",
    description = "Runs worlds and vaults against all kinds of faults, seed by seed.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each seed is a simulation of its own: two or three servers, six to twelve players and a",
      "Redis in one thread and in virtual time, with pauses, crashes, cut and stalled links, lost",
      "leases and power cuts; then a minute in which everything must come right. The rules that",
      "must hold are in docs/reliability.md. The same seed gives the same trace hash.",
      "Exit codes: 0 every rule held; 1 one was broken; 2 the command line is wrong."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first (default: ${DEFAULT-VALUE}).")
  private long from;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Seeds at once (default: as many as there are processors).")
  private @Nullable Integer threads;

  @Option(names = "--seed", paramLabel = "N", description = "This one only.")
  private @Nullable Long seed;

  @Option(names = "--trace", description = "With --seed: write every event as it happens.")
  private boolean isTraced;

  @Option(names = "--all", description = "Count all seeds that fail, do not stop at the first.")
  private boolean goesOn;

  @Option(
      names = "--against-redis",
      description = "Tell a Redis of its own the same, and compare every answer; on one thread.")
  private boolean isAgainstRedis;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    QuietLog quiet = new QuietLog();
    try {
      Long one = seed;
      if (isAgainstRedis) {
        return besideRedis(out, one == null ? from : one, one == null ? seeds : 1);
      }
      return one == null ? many(out) : one(out, one);
    } finally {
      quiet.close();
      out.flush();
    }
  }

  private int one(PrintWriter out, long only) {
    try (Simulation simulation = new Simulation()) {
      SimulationResult result = simulation.run(only, isTraced ? out : null);
      if (result.violation() != null && !isTraced) {
        result.lastEvents().forEach(out::println);
      }
      return report(out, result);
    }
  }

  private int besideRedis(PrintWriter out, long first, int count) {
    PersistenceConfig config = LoadOptions.config(Map.of());
    ProgressBar bar = new ProgressBar(out);
    long compared = 0;
    try (LoadStore redis = LoadStore.embedded(config, "everysec");
        RedisStore store = redis.open();
        Simulation simulation = new Simulation()) {
      out.println("beside      " + redis.describe());
      for (int i = 0; i < count; i++) {
        SimulationResult result = simulation.runBeside(first + i, store);
        compared += result.compared();
        if (result.violation() != null) {
          result.lastEvents().forEach(out::println);
          return report(out, result);
        }
        bar.show("compare", i + 1, count);
      }
    }
    out.printf(Locale.ROOT, "seeds       %d, from %d; %d answers alike%n", count, first, compared);
    return 0;
  }

  private int many(PrintWriter out) throws InterruptedException {
    if (isTraced) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--trace is for one seed: add --seed N");
    }
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (seeds < 1 || workers < 1) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--seeds and --threads are 1 or more");
    }
    ProgressBar bar = new ProgressBar(out);
    long startNs = System.nanoTime();
    SimulationRun run =
        new SimulationRun(from, seeds, workers, (done, of) -> bar.show("simulate", done, of));
    run.run(goesOn);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    out.printf(
        Locale.ROOT,
        "seeds       %d, from %d, on %d threads in %.1f s: %.1f seeds/s%n"
            + "virtual     %.1f h, %d events%n"
            + "operations  %d acknowledged, %d of them lost where everysec may lose them%n"
            + "trace hash  %016x%n",
        run.done(),
        from,
        workers,
        seconds,
        run.done() / seconds,
        run.virtualMs() / 3.6e6,
        run.events(),
        run.acknowledged(),
        run.lost(),
        run.hash());
    SimulationResult failing = run.firstFailing();
    if (failing == null) {
      out.println("violations  none");
      return 0;
    }
    failing.lastEvents().forEach(out::println);
    out.println("violations  " + run.failing() + " seeds; the first:");
    return report(out, failing);
  }

  private static int report(PrintWriter out, SimulationResult result) {
    out.printf(Locale.ROOT, "seed %d  trace hash %016x%n", result.seed(), result.traceHash());
    if (result.violation() == null) {
      out.println("every rule held");
      return 0;
    }
    out.println(result.violation() + ": " + result.explanation());
    out.println(
        "again: java -jar bench/target/load.jar simulate --seed " + result.seed() + " --trace");
    return FAILED;
  }
}
