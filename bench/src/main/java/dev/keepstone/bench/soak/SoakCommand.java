package dev.keepstone.bench.soak;

import dev.keepstone.bench.crash.RunFolder;
import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.ProgressBar;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a server that runs for long keeps what it does not need. */
@Command(
    name = "soak",
    description = "Lets players come, trade and go for long, and says what grows.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Starts a server, players who stay and a fifth as many who come in, play for five seconds"
          + " and",
      "leave in order. After a warm-up of 30 %% of the time it samples the heap after a full",
      "collection, direct memory, threads, file handles, and memory and keys of Redis, and fits a",
      "line: 'GROWS' is a slope beyond its noise that adds up to 5 %% or more. At the end everybody",
      "leaves, the server stops, and each key must belong to somebody.",
      "Exit codes: 0 all flat, no orphans, 1 not so, 2 the command line is wrong."
    })
public final class SoakCommand implements Callable<Integer> {
  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "10",
      description = "From when all are in (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--bots",
      paramLabel = "N",
      defaultValue = "100",
      description = "Players who stay (default: ${DEFAULT-VALUE}).")
  private int bots;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the run, emptied first; one that is not its own is left alone.")
  private @Nullable Path data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (minutes <= 0 || bots < 1) {
      throw new LoadException("--minutes and --bots must be above 0");
    }
    PrintWriter out = spec.commandLine().getOut();
    RunFolder folder = RunFolder.prepare(data);
    boolean isSound;
    try (SoakRun run = new SoakRun(folder, bots, minutes)) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::close, "stop"));
      run.run(new ProgressBar(out)::show).forEach(out::println);
      isSound = run.isSound();
    }
    out.println(
        isSound && folder.discard() ? "the folder is deleted" : "folder         " + folder.root());
    out.flush();
    return isSound ? 0 : 1;
  }
}
