package dev.keepstone.bench.link;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.net.transport.DriverSettings;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one side of the links: a media driver, its client, and an agent, set up as server
 * and gateway process set theirs up. Made and closed by one thread.
 */
final class Side implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long CONDUCTOR_IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long IDLE_MS = 1;

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Launches a driver, and connects a client to it. */
  Aeron connect(MediaDriver.Context context) {
    MediaDriver driver =
        add(
            MediaDriver.launch(
                context.errorHandler(this::onFault).sharedThreadFactory(this::newThread)));
    return add(
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .idleSleepDurationNs(CONDUCTOR_IDLE_NS)
                .driverTimeoutMs(DriverSettings.PAUSE_MS)
                .threadFactory(this::newThread)
                .errorHandler(this::onFault)));
  }

  /** Runs an agent whose time is this side's. */
  void run(Agent agent) {
    AgentRunner runner =
        add(new AgentRunner(new SleepingMillisIdleStrategy(IDLE_MS), this::onFault, null, agent));
    AgentRunner.startOnThread(runner, this::newThread);
  }

  /** Processor time of all its threads. */
  long cpuNs() {
    long sumNs = 0;
    for (Thread thread : threads) {
      sumNs += Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
    }
    return sumNs;
  }

  /**
   * Whether all is well.
   *
   * @throws LoadException when something was thrown on one of its threads
   */
  void check() {
    Throwable thrown = fault.get();
    if (thrown != null) {
      throw new LoadException("an end of the links has failed: " + thrown, thrown);
    }
  }

  private void onFault(Throwable thrown) {
    fault.compareAndSet(null, thrown);
  }

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  private <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      CloseHelper.quietClose(opened.pop());
    }
  }
}
