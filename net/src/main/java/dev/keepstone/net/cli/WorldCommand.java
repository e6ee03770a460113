package dev.keepstone.net.cli;

import dev.keepstone.net.server.WorldAdoption;
import dev.keepstone.net.server.tool.SettingsTool;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an operator says about the world as a whole. */
@Command(
    name = "world",
    description = "Shows and changes what holds for the whole world.",
    mixinStandardHelpOptions = true,
    subcommands = {WorldCommand.Settings.class, WorldCommand.Adopt.class})
final class WorldCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(spec.commandLine(), "settings or adopt?");
  }

  /** What is set for the world. */
  @Command(
      name = "settings",
      description = "Shows what is set for this world, after changing what is named.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Settings are kept in the store, for whichever servers run the world. Running servers take a",
        "change over within 5 seconds. Exit codes: 0 shown, 1 not done: a line says why."
      })
  static final class Settings implements Callable<Integer> {
    private enum Registration {
      open,
      closed
    }

    @Option(
        names = "--registration",
        paramLabel = "open|closed",
        description = "Whether newcomers may make accounts.")
    private @Nullable Registration registration;

    @Option(names = "--json", description = "The settings as one JSON object.")
    private boolean json;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Boolean open = registration == null ? null : registration == Registration.open;
      new FieldPrinter(spec.commandLine().getOut(), json)
          .print(store.with(config -> SettingsTool.settings(config, open)));
      return ExitCode.OK;
    }
  }

  /** Takes a store for the world of a data folder. */
  @Command(
      name = "adopt",
      description = "Takes the store as it is for the world of this data folder.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "For a store that serve refuses although you are sure that it is the right one: it gets a",
        "world id if it has none, the counter of player ids is raised to the highest id there is,",
        "and the data folder remembers that world. No record is changed. The server must be down.",
        "Exit codes: 0 done, 1 not done: a line says why."
      })
  static final class Adopt implements Callable<Integer> {
    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      spec.commandLine().getOut().println("adopted: " + store.with(WorldAdoption::adopt));
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }
}
