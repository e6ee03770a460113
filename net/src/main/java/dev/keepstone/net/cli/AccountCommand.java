package dev.keepstone.net.cli;

import dev.keepstone.net.server.tool.AccountTool;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an operator says about accounts. */
@Command(
    name = "account",
    description = "Shows accounts and says who is an operator in the game.",
    mixinStandardHelpOptions = true,
    subcommands = {AccountCommand.Show.class, AccountCommand.GiveRole.class})
final class AccountCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "What about accounts? show or role");
  }

  /** What a role is called on the command line. */
  enum RoleName {
    ADMIN,
    PLAYER
  }

  /** Shows one. */
  @Command(
      name = "show",
      description = "Shows an account, without its password.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Works beside a running server, and without one.",
        "Exit codes: 0 shown, 1 there is none or it cannot be read."
      })
  static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Account name.")
    private String name;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      new FieldPrinter(spec.commandLine().getOut(), false)
          .print(store.with(config -> AccountTool.show(config, name)));
      return ExitCode.OK;
    }
  }

  /** Gives one its role. */
  @Command(
      name = "role",
      description = "Makes an account an operator's (admin), or a plain player's again.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "An admin may give items, coins and experience, and kill: see `help` in `keepstone play`.",
        "Works beside a running server; whoever plays meanwhile keeps the role of the last login.",
        "Exit codes: 0 the account has that role now, 1 otherwise: a line says why."
      })
  static final class GiveRole implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Account name.")
    private String name;

    @Parameters(index = "1", paramLabel = "admin|player", description = "The role.")
    private RoleName role;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      String done =
          store.with(config -> AccountTool.giveRole(config, name, role == RoleName.ADMIN));
      out.println(done);
      out.flush();
      return ExitCode.OK;
    }
  }
}
