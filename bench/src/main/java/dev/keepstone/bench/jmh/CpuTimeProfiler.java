package dev.keepstone.bench.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Tells how much processor time an operation takes, beside JMH's wall time: on a machine that
 * others use too, a thread that has to wait for a core stops this clock. What others do to caches
 * and memory bandwidth stays in the figure, and so do setups of {@code Level.Invocation}, which run
 * on the same thread.
 *
 * <p>Command: {@code -prof dev.keepstone.bench.jmh.CpuTimeProfiler}; the figure is {@code cpu}.
 */
public final class CpuTimeProfiler implements InternalProfiler {
  /** JMH names its workers like this. */
  private static final String WORKER = "-jmh-worker-";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long startNs;

  @Override
  public String getDescription() {
    return "Processor time of the measuring threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    startNs = workersCpuTimeNs();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long operations = result.getMetadata().getAllOps();
    double perOperation = (double) (workersCpuTimeNs() - startNs) / operations;
    List<Result<?>> results = new ArrayList<>();
    results.add(new ScalarResult("cpu", perOperation, "ns/op", AggregationPolicy.AVG));
    return results;
  }

  private long workersCpuTimeNs() {
    long sumNs = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains(WORKER)) {
        sumNs += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return sumNs;
  }
}
