package dev.keepstone.net.cli;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * One line that changes in place on a terminal. Where the output is a file or a pipe, a new line is
 * written only every tenth time, so that a log stays short.
 */
final class ProgressLine {
  private static final int EVERY_IN_A_LOG = 10;

  private final PrintWriter out;
  private final boolean terminal = Terminal.console() != null && System.getenv("TERM") != null;
  private int calls;
  private boolean open;

  ProgressLine(PrintWriter out) {
    this.out = out;
  }

  void show(String text) {
    if (terminal) {
      out.print(String.format(Locale.ROOT, "\r%-70s", text));
      open = true;
    } else if (calls++ % EVERY_IN_A_LOG == 0) {
      out.println(text);
    }
    out.flush();
  }

  /** Ends the line, if there is one. */
  void end() {
    if (open) {
      out.println();
      out.flush();
    }
  }
}
