package dev.keepstone.net.cli;

import dev.keepstone.net.server.tool.AccountTool;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an operator says about accounts. */
@Command(
    name = "account",
    description = "Shows accounts and their characters, says who is an operator in the game, bans.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AccountCommand.Show.class,
      AccountCommand.ListCharacters.class,
      AccountCommand.GiveRole.class,
      AccountCommand.Ban.class,
      AccountCommand.Unban.class
    })
final class AccountCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "What about accounts? show, characters, role, ban or unban");
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

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      new FieldPrinter(spec.commandLine().getOut(), json)
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
      boolean admin = role == RoleName.ADMIN;
      String done = store.with(config -> AccountTool.giveRole(config, name, admin));
      out.println(done);
      out.flush();
      return ExitCode.OK;
    }
  }

  /** Lists the characters of one. */
  @Command(
      name = "characters",
      description = "Lists the characters of an account.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "selected: the next login plays it. Works beside a running server, and without one.",
        "Exit codes: 0 listed, 1 there is no such account or it cannot be read."
      })
  static final class ListCharacters implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Account name.")
    private String name;

    @Option(names = "--json", description = "A JSON object for each.")
    private boolean json;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      FieldPrinter printer = new FieldPrinter(spec.commandLine().getOut(), json);
      store.with(config -> AccountTool.characters(config, name)).forEach(printer::print);
      return ExitCode.OK;
    }
  }

  /** Bans one. */
  @Command(
      name = "ban",
      description = "Bans an account: it cannot log in, and who plays with it is sent out.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Whoever is sent out is saved first. Works beside a running server, which hears of it when",
        "it renews its lease: within 10 s.",
        "Exit codes: 0 banned, 1 otherwise: a line says why."
      })
  static final class Ban implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Account name.")
    private String name;

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description =
            "When it ends, UTC: 2030-01-31 or 2030-01-31T12:00:00Z. Without it: for good.")
    private @Nullable String until;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "What the player is told, at most 200 bytes.")
    private String reason;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      long untilMs = untilMs();
      PrintWriter out = spec.commandLine().getOut();
      String done = store.with(config -> AccountTool.ban(config, name, untilMs, reason));
      out.println(done);
      out.flush();
      return ExitCode.OK;
    }

    private long untilMs() {
      if (until == null) {
        return Long.MAX_VALUE;
      }
      try {
        Instant end =
            until.contains("T")
                ? Instant.parse(until)
                : LocalDate.parse(until).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (end.isAfter(Instant.now())) {
          return end.toEpochMilli();
        }
        throw new UserError("--until=" + until + " is over already");
      } catch (DateTimeParseException e) {
        throw new UserError(
            "--until=" + until + " is no time: give 2030-01-31 or 2030-01-31T12:00:00Z");
      }
    }
  }

  /** Lifts a ban. */
  @Command(
      name = "unban",
      description = "Lets a banned account in again.",
      mixinStandardHelpOptions = true,
      footer = {"", "Exit codes: 0 it is not banned now, 1 otherwise: a line says why."})
  static final class Unban implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Account name.")
    private String name;

    @Mixin private StoreOptions store;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      String done = store.with(config -> AccountTool.unban(config, name));
      out.println(done);
      out.flush();
      return ExitCode.OK;
    }
  }
}
