package dev.keepstone.bench.load;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command of {@code load.jar} in this JVM; what it can't do is one line of its output. */
public final class CommandRun {
  private CommandRun() {}

  /**
   * Runs it.
   *
   * @return its exit code
   */
  public static int execute(Object command, StringWriter out, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setExecutionExceptionHandler(
            (exception, line, parsed) -> {
              line.getOut().println(exception.getMessage());
              return 1;
            })
        .execute(arguments);
  }
}
