package dev.keepstone.net.cli;

import dev.keepstone.net.server.WorldAdoption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What an operator says about the world as a whole. */
@Command(
    name = "world",
    description = "Says which world a data folder and a store belong to.",
    mixinStandardHelpOptions = true,
    subcommands = WorldCommand.Adopt.class)
final class WorldCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(spec.commandLine(), "What about the world?");
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
