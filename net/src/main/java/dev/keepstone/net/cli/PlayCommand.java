package dev.keepstone.net.cli;

import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.terminal.LinePlayer;
import dev.keepstone.net.terminal.LinePlayer.Admission;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A player at a keyboard, or a script. */
@Command(
    name = "play",
    description = "Enters the world as a player, line by line.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "While playing, help lists all commands. What you own is changed for good once it says"
          + " saved.",
      "A script: printf 'look\\ngo n 5\\nquit\\n' | PW=secret-enough keepstone play --plain \\",
      "            --user ada --password-env PW",
      "Exit codes: 0 left in order (what you had is saved), 1 otherwise."
    })
final class PlayCommand implements Callable<Integer> {
  @Mixin private ServerOption server;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Your name; asked for when left out.")
  private @Nullable String user;

  @Option(names = "--register", description = "Make a new account with this name.")
  private boolean register;

  @Option(
      names = "--take-over",
      description = "End the session that this character has elsewhere; it is saved first.")
  private boolean takeOver;

  @Option(
      names = "--resume",
      description = {
        "Go on where a client of yours died, on this machine: no password, within 30 s with your",
        "character where it stood, later where it was saved."
      })
  private boolean resume;

  @Option(
      names = "--character",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Play this character of yours, from now on; else the one that you played last.")
  private String character;

  @Option(
      names = "--plain",
      description = "No prompts: read commands from standard input, one a line, each to its end.")
  private boolean plain;

  @Option(
      names = "--password-env",
      paramLabel = "VARIABLE",
      description = "Take the password from this environment variable instead of asking.")
  private @Nullable String passwordEnv;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String name = name();
    Admission admission = admission();
    char[] password = admission == Admission.RESUME ? new char[0] : password();
    ServerKeyCheck keys = server.pinnedOrKnown();
    try (ClientDriver driver = new ClientDriver()) {
      LinePlayer player =
          new LinePlayer(
                  out,
                  startReader(),
                  plain,
                  name,
                  character,
                  password,
                  admission,
                  server.resumeFile(name),
                  handler -> server.connect(driver, keys, handler))
              .otherAddresses(server.addressCount() - 1);
      return player.run() ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private Admission admission() {
    if (register && takeOver) {
      throw new UserError(
          "a new account has no session to take over: give --register or --take-over");
    }
    if (resume && (register || takeOver || !character.isEmpty())) {
      throw new UserError(
          "a session is resumed as it was: give --resume without --register, --take-over and"
              + " --character");
    }
    if (register && !character.isEmpty()) {
      throw new UserError(
          "the first character of an account has its name: make others with character create");
    }
    if (resume) {
      return Admission.RESUME;
    }
    return register ? Admission.REGISTER : takeOver ? Admission.TAKE_OVER : Admission.LOGIN;
  }

  private String name() {
    if (user != null) {
      return user;
    }
    Console console = plain ? null : Terminal.console();
    String name = console == null ? null : console.readLine("name: ");
    if (name == null) {
      throw new UserError("who are you? Give --user NAME");
    }
    return name.trim();
  }

  private char[] password() {
    if (passwordEnv != null) {
      String password = System.getenv(passwordEnv);
      if (password == null) {
        throw new UserError(
            "the environment variable " + passwordEnv + " (of --password-env) is not set");
      }
      return password.toCharArray();
    }
    Console console = plain ? null : Terminal.console();
    char[] password = console == null ? null : console.readPassword("password: ");
    if (password == null) {
      throw new UserError(
          "nobody is there to type a password: put it into an environment variable and name that"
              + " with --password-env");
    }
    return password;
  }

  /** Lines of standard input, then {@link LinePlayer#END_OF_INPUT}. Bounded: a script waits. */
  private static BlockingQueue<String> startReader() {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>(64);
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  lines.put(line);
                }
                lines.put(LinePlayer.END_OF_INPUT);
              } catch (IOException e) {
                lines.offer(LinePlayer.END_OF_INPUT);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stdin");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }
}
