package dev.keepstone.bench.players;

import dev.keepstone.bench.crash.RunFolder;
import dev.keepstone.bench.load.LoadRun;
import dev.keepstone.bench.load.LoadStage;
import dev.keepstone.bench.load.ProgressBar;
import dev.keepstone.bench.load.ReportOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A measurement on a server in a process of its own, which is stopped by closing the run. */
interface ServerRun extends LoadRun, AutoCloseable {
  @Override
  void close();

  /**
   * Measures in a folder of its own, prints, and leaves nothing behind; Ctrl-C stops the server.
   *
   * @param figures that a requirement may name
   * @param preparation makes the run
   * @return the exit code of the command
   */
  static int measure(
      PrintWriter out,
      ReportOptions options,
      List<String> figures,
      BiFunction<RunFolder, LoadStage.Progress, ServerRun> preparation) {
    ReportOptions.Target target = options.target(figures);
    RunFolder folder = RunFolder.prepare(null);
    int code;
    try (ServerRun run = preparation.apply(folder, new ProgressBar(out))) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::close, "stop"));
      code = target.tell(out, Map.of(), run.run());
    }
    folder.discard();
    return code;
  }
}
