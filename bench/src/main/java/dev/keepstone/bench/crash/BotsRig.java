package dev.keepstone.bench.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bots with an economy in a process of their own, which keep a ledger. One thread. */
public final class BotsRig implements AutoCloseable {
  private static final int HEAP_MB = 384;
  private static final int ENTER_TIMEOUT_S = 600;
  private static final int SECONDS = 1_000_000;

  private final RunFolder folder;
  private final int count;
  private final int seed;
  private @Nullable Child process;
  private int starts;

  /**
   * Prepares; starts nothing.
   *
   * @param seed of their names and decisions, 0 to 46655
   */
  public BotsRig(RunFolder folder, int count, int seed) {
    this.folder = folder;
    this.count = count;
    this.seed = seed;
  }

  /** Lets them come in, and play until they are killed. */
  public void start(ServerRig server) {
    starts++;
    process =
        Child.start(
            "bots",
            folder.file("bots-" + starts + ".log"),
            HEAP_MB,
            List.of(
                "bots",
                "--server",
                server.address().toString(),
                "--server-key",
                server.key(),
                "--count",
                Integer.toString(count),
                "--seed",
                Integer.toString(seed),
                "--seconds",
                Integer.toString(SECONDS),
                "--enter-timeout",
                Integer.toString(ENTER_TIMEOUT_S),
                "--mode",
                "economy",
                "--ledger",
                folder.ledger().toString()));
  }

  public Child process() {
    if (process == null) {
      throw new IllegalStateException("the bots were never started");
    }
    return process;
  }

  /** Lets them stand still: they send nothing, and hear nothing, until {@link #thaw}. */
  void freeze() {
    Signals.stop(process().pid());
  }

  void thaw() {
    Signals.go(process().pid());
  }

  @Override
  public void close() {
    if (process != null) {
      process.kill();
    }
  }
}
