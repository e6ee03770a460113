package dev.keepstone.bench.load;

import dev.keepstone.net.cli.Terminal;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A bar that grows in place. In a file or a pipe it is a line a minute: who looks into the log of
 * an hour's run sees how far it is, and a short run writes nothing but its report.
 */
public final class ProgressBar implements LoadStage.Progress {
  private static final int BAR_CELLS = 30;
  private static final long LINE_EVERY_NS = TimeUnit.MINUTES.toNanos(1);

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoClock;
  private long lastLineNs;

  public ProgressBar(PrintWriter out) {
    this(out, System.getenv("TERM") != null && Terminal.console() != null, System::nanoTime);
  }

  ProgressBar(PrintWriter out, boolean terminal, LongSupplier nanoClock) {
    this.out = out;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.lastLineNs = nanoClock.getAsLong();
  }

  @Override
  public void show(String what, int done, int of) {
    if (terminal) {
      draw(what, done, of);
    } else {
      long nowNs = nanoClock.getAsLong();
      if (nowNs - lastLineNs >= LINE_EVERY_NS) {
        lastLineNs = nowNs;
        out.println(String.format(Locale.ROOT, "%-12s %d of %d", what, done, of));
        out.flush();
      }
    }
  }

  private void draw(String what, int done, int of) {
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
