package dev.keepstone.bench.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Many seeds on several threads, which share nothing but the next number. */
public final class SimulationRun {
  private final long from;
  private final int seeds;
  private final int threads;
  private final AtomicLong next;
  private final Listener listener;
  private final LongFunction<SimulationOptions> options;
  private final List<Throwable> faults = new ArrayList<>();
  private volatile boolean stopped;
  private int done;
  private int failing;
  private long hash;
  private long events;
  private long acknowledged;
  private long lost;
  private long virtualMs;
  private @Nullable SimulationResult firstFailing;

  /** Hears how far it is; called by any of the threads, one at a time. */
  public interface Listener {
    void onDone(int done, int of);
  }

  /**
   * Nothing runs yet.
   *
   * @param from the first seed
   * @param seeds how many
   * @param threads at least 1
   */
  public SimulationRun(long from, int seeds, int threads, Listener listener) {
    this(from, seeds, threads, listener, SimulationOptions::of);
  }

  /**
   * @param options of each seed
   */
  SimulationRun(
      long from,
      int seeds,
      int threads,
      Listener listener,
      LongFunction<SimulationOptions> options) {
    this.options = options;
    this.from = from;
    this.seeds = seeds;
    this.threads = threads;
    this.listener = listener;
    next = new AtomicLong(from);
  }

  /**
   * Runs all seeds, or up to the first that fails.
   *
   * @param goesOn counts all that fail instead of stopping at the first
   * @throws IllegalStateException when the simulation itself is broken
   */
  public void run(boolean goesOn) throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread worker = new Thread(() -> work(goesOn), "simulation-" + i);
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException("the simulation itself failed", faults.get(0));
    }
  }

  private void work(boolean goesOn) {
    try (Simulation simulation = new Simulation()) {
      for (long seed = next.getAndIncrement();
          seed < from + seeds && !stopped;
          seed = next.getAndIncrement()) {
        onResult(simulation.run(seed, options.apply(seed), null, null), goesOn);
      }
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        faults.add(e);
      }
      stopped = true;
    }
  }

  private synchronized void onResult(SimulationResult result, boolean goesOn) {
    done++;
    hash += (result.seed() * 0x9E3779B97F4A7C15L ^ result.traceHash()) * 0xBF58476D1CE4E5B9L;
    events += result.events();
    acknowledged += result.acknowledged();
    lost += result.lost();
    virtualMs += result.virtualMs();
    if (result.violation() != null) {
      failing++;
      SimulationResult first = firstFailing;
      if (first == null || result.seed() < first.seed()) {
        firstFailing = result;
      }
      stopped |= !goesOn;
    }
    listener.onDone(done, seeds);
  }

  /** The lowest seed that failed, or null. */
  public synchronized @Nullable SimulationResult firstFailing() {
    return firstFailing;
  }

  /** How many seeds failed. */
  public synchronized int failing() {
    return failing;
  }

  /** How many seeds ran. */
  public synchronized int done() {
    return done;
  }

  /** Of all traces; does not depend on threads. */
  public synchronized long hash() {
    return hash;
  }

  /** Steps of all traces. */
  public synchronized long events() {
    return events;
  }

  /** Operations that players were told to be saved. */
  public synchronized long acknowledged() {
    return acknowledged;
  }

  /** Of these, lost in the mode everysec, where that may be. */
  public synchronized long lost() {
    return lost;
  }

  /** Simulated time of all seeds. */
  public synchronized long virtualMs() {
    return virtualMs;
  }
}
