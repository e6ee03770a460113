package dev.keepstone.bench.load;

import dev.keepstone.net.cli.Terminal;
import java.io.PrintWriter;
import java.util.Locale;

/** A bar that grows in place; in a file or a pipe nothing but the report is written. */
public final class ProgressBar implements LoadStage.Progress {
  private static final int BAR_CELLS = 30;

  private final PrintWriter out;
  private final boolean terminal = System.getenv("TERM") != null && Terminal.console() != null;

  public ProgressBar(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(String what, int done, int of) {
    if (terminal) {
      int cells = (int) ((long) BAR_CELLS * done / of);
      out.print(
          String.format(
              Locale.ROOT,
              "\r%-10s [%s%s] %3d %%",
              what,
              "#".repeat(cells),
              " ".repeat(BAR_CELLS - cells),
              100L * done / of));
      if (done == of) {
        out.print("\r" + " ".repeat(BAR_CELLS + 20) + "\r");
      }
      out.flush();
    }
  }
}
