package dev.keepstone.net.cli;

import dev.keepstone.net.server.tool.MigrationTool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings all records up to the newest version. */
@Command(
    name = "migrate",
    description = "Writes every player's record in the newest version.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Not needed for playing: an old record is brought up to date when its player logs in. Run it",
      "before a version's support ends, or to see what is there. It works beside running servers:",
      "each record goes through the fence, and what is being played is left to its server.",
      "Exit codes: 0 done, 1 some records are damaged, refused or newer: they were left alone."
    })
final class MigrateCommand implements Callable<Integer> {
  @Option(names = "--dry-run", description = "Counts, and changes nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "The result as one JSON object.")
  private boolean json;

  @Mixin private StoreOptions store;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    MigrationTool.Result result =
        store.walk(
            spec.commandLine().getErr(),
            (config, progress) -> MigrationTool.run(config, dryRun, progress));
    new FieldPrinter(spec.commandLine().getOut(), json).print(result.fields());
    return result.complete() ? ExitCode.OK : ExitCode.FAILED;
  }
}
