package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.ProgressBar;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills a server, over and over, and looks for what is missing. */
@Command(
    name = "crash",
    description = "Kills a server, its Redis or its players without warning and compares.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Starts a server, its Redis and bots in processes of their own. The bots write down, on disk",
      "at once, every operation that they are told is saved, and what they have after it. A cycle",
      "kills with SIGKILL at a random moment, starts again what was killed, waits until 95 %% of"
          + " the",
      "bots were heard of again, holds them still, and compares: each operation acknowledged is",
      "remembered with its character or stands in the ledger, none that was refused was done, each",
      "bot has what it was told, and ledger, records, ground and shops agree.",
      "It stops at the first cycle in which something is wrong and keeps the folder then.",
      "Exit codes: 0 nothing lost or doubled and everybody came back, 1 not so, 2 the command line",
      "is wrong. With --fsync everysec a loss is shown and does not count: that setting may."
    })
public final class CrashCommand implements Callable<Integer> {
  @Option(
      names = "--cycles",
      paramLabel = "N",
      defaultValue = "20",
      description = "Kills (default: ${DEFAULT-VALUE}).")
  private int cycles;

  @Option(
      names = "--bots",
      paramLabel = "N",
      defaultValue = "200",
      description = "Players (default: ${DEFAULT-VALUE}).")
  private int bots;

  @Option(
      names = "--kill",
      paramLabel = "WHAT",
      defaultValue = "random",
      description = "server, redis, both, bots or random (default: ${DEFAULT-VALUE}).")
  private KillTarget target;

  @Option(
      names = "--fsync",
      paramLabel = "WHEN",
      defaultValue = "always",
      description = "always or everysec (default: ${DEFAULT-VALUE}).")
  private String fsync;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the run, emptied first; one that is not its own is left alone.")
  private @Nullable Path data;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of targets, moments and bots (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--power-cut",
      description =
          "Cut the power of the server's machine: what Redis has not synced is forgotten. Needs gcc"
              + " and a redis-server on the PATH that is linked dynamically.")
  private boolean powerCut;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description =
          "trade-then-crash: A gives B a sword, B logs out, and the server is killed at each step"
              + " of it; instead of cycles.")
  private @Nullable String scenario;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (scenario != null) {
      return trade(out, scenario);
    }
    CrashPlan plan = new CrashPlan(cycles, bots, powerCut ? KillTarget.POWER : target, fsync, seed);
    RunFolder folder = RunFolder.prepare(data);
    out.println("folder       " + folder.root());
    out.flush();
    ProgressBar progress = new ProgressBar(out);
    CrashReport report;
    try (CrashRun run = new CrashRun(plan, folder)) {
      AtomicBoolean isDone = new AtomicBoolean();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, isDone.get(), out), "stop"));
      report = run.run(progress::show);
      isDone.set(true);
    }
    report.lines().forEach(out::println);
    if (json != null) {
      write(json, report.json());
    }
    if (report.isSound() && folder.discard()) {
      out.println("the folder is deleted");
    }
    out.flush();
    return report.isSound() ? 0 : 1;
  }

  /** On Ctrl-C: nothing of ours may go on, and what was found so far is worth knowing. */
  private static void stop(CrashRun run, boolean isDone, PrintWriter out) {
    run.close();
    if (!isDone) {
      out.println("STOPPED      before the end; so far:");
      run.report().lines().forEach(out::println);
      out.flush();
    }
  }

  private int trade(PrintWriter out, String name) {
    if (!name.equals("trade-then-crash")) {
      throw new LoadException("there is no such scenario: --scenario " + name);
    }
    RunFolder folder = RunFolder.prepare(data);
    Findings findings;
    try (TradeScenario run = new TradeScenario(folder)) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::close, "stop"));
      run.run(List.of(TradeStep.values()), new ProgressBar(out)::show);
      run.lines().forEach(out::println);
      findings = run.findings();
    }
    out.println("lost         " + findings.lost());
    out.println("doubled      " + findings.doubled());
    findings.evidence().forEach(evidence -> out.println("evidence     " + evidence));
    out.println(
        findings.isSound() && folder.discard()
            ? "the folder is deleted"
            : "folder       " + folder.root());
    out.flush();
    return findings.isSound() ? 0 : 1;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LoadException("the figures can't be written: --json " + file + ": " + e, e);
    }
  }
}
