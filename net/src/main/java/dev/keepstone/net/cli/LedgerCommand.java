package dev.keepstone.net.cli;

import dev.keepstone.net.server.tool.LedgerTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The double-entry ledger of items and coins. */
@Command(
    name = "ledger",
    description = "Proves that nothing vanished or doubled, and tells where things came from.",
    mixinStandardHelpOptions = true,
    subcommands = {
      LedgerCommand.Verify.class,
      LedgerCommand.Show.class,
      LedgerCommand.Checkpoint.class
    })
final class LedgerCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "verify, show or checkpoint?");
  }

  /** Compares the ledger with what exists. */
  @Command(
      name = "verify",
      description = "Compares the ledger with every record, the ground and the shops.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Each player, zone and shop must have what came in minus what went out, and each unique item",
        "must be in one place. Beside a running server, whoever gives or takes while it reads is",
        "counted as moving and not judged: run it again, or with the server down.",
        "Exit codes: 0 everything was judged and agrees, 1 otherwise."
      })
  static final class Verify implements Callable<Integer> {
    @Option(names = "--json", description = "The result as one JSON object.")
    private boolean json;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      LedgerTool.Verified verified = store.walk(spec.commandLine().getErr(), LedgerTool::verify);
      List<String> faults = verified.faults();
      faults.forEach(fault -> spec.commandLine().getErr().println(fault));
      spec.commandLine().getErr().flush();
      new FieldPrinter(spec.commandLine().getOut(), json).print(verified.fields());
      return verified.proof() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** Where things came from and went to. */
  @Command(
      name = "show",
      description = "Shows every move of a player's things, or of one unique item, oldest first.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Old moves are read from the archive, if there is one; a segment of it that can't be read is",
        "named, and the exit code is 1."
      })
  static final class Show implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Of of = new Of();

    @Option(
        names = "--archive",
        paramLabel = "DIR",
        description = "Folder of the archive (default: ledger in the data folder).")
    private @Nullable Path archive;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    /** Of whom or of what. */
    static final class Of {
      @Option(
          names = "--player",
          paramLabel = "NAME|#ID",
          description = "Account name, or # and the player id.")
      private @Nullable String player;

      @Option(names = "--item", paramLabel = "ID", description = "Id of a unique item.")
      private long item;
    }

    @Override
    public Integer call() {
      List<Map<String, Object>> moves = new ArrayList<>();
      List<String> damaged =
          store.with(
              config ->
                  LedgerTool.show(
                      config,
                      archive == null ? LedgerTool.archive(config) : archive,
                      of.player,
                      of.item,
                      moves::add));
      damaged.forEach(what -> spec.commandLine().getErr().println("can't be read: " + what));
      spec.commandLine().getErr().flush();
      if (moves.isEmpty() && !json) {
        spec.commandLine().getOut().println("the ledger has no move of that");
      }
      new FieldPrinter(spec.commandLine().getOut(), json).printTable(moves);
      return damaged.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** Keeps the ledger bounded. */
  @Command(
      name = "checkpoint",
      description = "Replaces old entries by the balances that they lead to.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "A running server does this by itself (keepstone.persistence.ledger); this is for once in a",
        "while, and works beside it. verify goes on from the balances. The archive is a folder of text",
        "files with checksums, a line a move: entry id, commit, operation kind, initiator, operation,",
        "item kind (0: coins), amount, item id, from and its key, to and its key."
      })
  static final class Checkpoint implements Callable<Integer> {
    @Option(
        names = "--keep-days",
        paramLabel = "N",
        defaultValue = "30",
        description = "Younger entries stay (default: ${DEFAULT-VALUE}).")
    private int keepDays;

    @ArgGroup private @Nullable Keep keep;

    /** What becomes of the entries. */
    static final class Keep {
      @Option(
          names = "--archive",
          paramLabel = "DIR",
          description =
              "Entries are written there before they go (default: ledger in the data folder).")
      private @Nullable Path archive;

      @Option(names = "--no-archive", description = "Entries go for good.")
      private boolean isNone;

      @Nullable Path folder(Path usual) {
        return isNone ? null : archive == null ? usual : archive;
      }
    }

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      if (keepDays < 0) {
        throw new ParameterException(
            spec.commandLine(), "--keep-days=" + keepDays + ": must not be negative");
      }
      long gone =
          store.with(
              config -> {
                Path usual = LedgerTool.archive(config);
                return LedgerTool.checkpoint(
                    config, keepDays, keep == null ? usual : keep.folder(usual));
              });
      spec.commandLine().getOut().println("entries replaced by balances: " + gone);
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }
}
