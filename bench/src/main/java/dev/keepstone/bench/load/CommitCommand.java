package dev.keepstone.bench.load;

import dev.keepstone.persistence.config.PersistenceConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast operations of two players become durable. */
@Command(
    name = "commit",
    description = "Commits trades of two players through the real vault, beside raw SETs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each commit writes two records and a ledger line, all or nothing, and remembers its",
      "operation. Rounds of a second alternate with as many SETs of one record down a raw socket,",
      "as many in flight, and with redis-benchmark -c 1 and -P as many, where that is on the PATH.",
      "ratio = commits / SETs of the raw socket, the median of the rounds. Times run from the",
      "world's word until it has heard the answer: with more in flight they grow, because each",
      "waits for those before it.",
      "Without --store it starts a Redis of its own in a temporary folder. A store that holds a",
      "world is left alone. What the run writes is deleted at its end.",
      "Exit codes: 0 done, everything required is met, every record equals memory and the ledger",
      "balances; 1 not so; 2 the command line is wrong."
    })
final class CommitCommand implements Callable<Integer> {
  @Option(
      names = "--players",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Players who trade (default: ${DEFAULT-VALUE}).")
  private int players;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Seconds of commits measured, after three more (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--record-bytes",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Size of a stored record (default: ${DEFAULT-VALUE}).")
  private int recordBytes;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "64",
      description = "Commits without an answer (default: ${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(
      names = "--beside-flush",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Rows of other players saved meanwhile, paced over each second (default: none).")
  private int flushedRows;

  @Mixin private LoadOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommitPlan plan = new CommitPlan(players, seconds, recordBytes, inFlight, flushedRows);
    Map<String, Object> own = new HashMap<>();
    own.put("commits.in-flight", inFlight);
    PersistenceConfig config = LoadOptions.config(own);
    return options.measure(
        spec.commandLine().getOut(),
        config,
        CommitReport.FIGURES,
        (store, progress) ->
            new CommitRun(
                plan,
                store,
                config.vault(),
                RedisBenchmark.find(System.getenv("PATH"), store.address(), recordBytes, inFlight),
                progress));
  }
}
