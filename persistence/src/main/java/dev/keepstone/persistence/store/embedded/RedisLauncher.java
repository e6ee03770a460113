package dev.keepstone.persistence.store.embedded;

import dev.keepstone.persistence.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins or starts the Redis of a folder whose lock we hold, and waits until it answers. */
final class RedisLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLauncher.class);
  private static final long POLL_MS = 10;
  private static final long ASK_TIMEOUT_MS = 1_000;
  private static final long ORPHAN_TIMEOUT_MS = 5_000;
  private static final long FORK_TIMEOUT_MS = 10_000;

  /** It writes its id before it reads its data; one that can't even listen never does. */
  private static final long RECORD_TIMEOUT_MS = 5_000;

  private static final int LOG_TAIL_BYTES = 2_048;

  private final DataFolder folder;
  private final RedisBinary binary;
  private final String conf;
  private final EmbeddedRedisConfig config;

  RedisLauncher(DataFolder folder, RedisBinary binary, EmbeddedRedisConfig config) {
    this.folder = folder;
    this.binary = binary;
    this.config = config;
    conf = RedisConf.text(config.redisConf(), folder, config.overrides());
  }

  /** A running Redis together with how we came by it. */
  record Launched(RedisProcess process, boolean joined) {}

  /**
   * The orphan of a killed predecessor if there is one that answers and was started as we would
   * start it, else a new one; an orphan that can't be used is stopped first.
   *
   * @throws StoreException when it can't be, with the end of Redis's log
   */
  Launched joinOrStart() {
    RedisProcess orphan = findRunning();
    if (orphan != null) {
      if (answers(orphan) && isConfCurrent()) {
        return new Launched(orphan, true);
      }
      LOG.info("stopping the Redis of an earlier run: pid={}", orphan.pid());
      if (!orphan.stop(config.stopTimeoutMs())) {
        throw orphan.hung();
      }
    }
    return new Launched(start(), false);
  }

  private @Nullable RedisProcess findRunning() {
    RedisProcess recorded = RedisProcess.recorded(folder);
    if (recorded != null) {
      return recorded;
    }
    // Its pid file may be missing while it runs: whoever answers on our socket says who it is.
    long pid = RedisProbe.pid(folder.socket(), ASK_TIMEOUT_MS);
    return pid == 0 ? null : RedisProcess.of(folder, pid);
  }

  private boolean answers(RedisProcess orphan) {
    long silentDeadlineNs = System.nanoTime() + ORPHAN_TIMEOUT_MS * 1_000_000;
    long loadingDeadlineNs = System.nanoTime() + config.startTimeoutMs() * 1_000_000;
    while (orphan.isAlive()) {
      RedisProbe.State state = RedisProbe.ask(folder.socket(), ASK_TIMEOUT_MS);
      if (state == RedisProbe.State.READY) {
        return true;
      }
      long deadlineNs = state == RedisProbe.State.LOADING ? loadingDeadlineNs : silentDeadlineNs;
      if (System.nanoTime() - deadlineNs >= 0) {
        return false;
      }
      Pause.forMs(POLL_MS);
    }
    return false;
  }

  private boolean isConfCurrent() {
    try {
      return Files.readString(folder.conf()).equals(conf);
    } catch (IOException e) {
      return false;
    }
  }

  private RedisProcess start() {
    try {
      // All that a full disk could spoil comes before there is a process to look after.
      writeIfOther(folder.conf(), conf);
      writeIfOther(folder.version(), binary.version() + "\n");
      Files.deleteIfExists(folder.pid());
      folder.prepareSocketFolder();
      Files.deleteIfExists(folder.socket());
      run();
    } catch (IOException e) {
      throw notStarted(e.toString(), e);
    }
    return awaitReady();
  }

  private static void writeIfOther(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  private void run() throws IOException {
    Path output = folder.redis().resolve("redis.out");
    ProcessBuilder builder =
        new ProcessBuilder(binary.path().toString(), folder.conf().toString())
            .directory(folder.redis().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Redis sets its collation from the environment; ours must not depend on an operator's.
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      // It forks, and this first process ends at once: with 0, or with what is wrong in its file.
      if (!process.waitFor(FORK_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw notStarted("it did not go into the background", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted("interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw notStarted("exitCode=" + process.exitValue() + " says: " + tail(output).strip(), null);
    }
  }

  private RedisProcess awaitReady() {
    RedisProcess process = awaitForked();
    long deadlineNs = System.nanoTime() + config.startTimeoutMs() * 1_000_000;
    while (process != null && process.isAlive()) {
      if (RedisProbe.ask(folder.socket(), ASK_TIMEOUT_MS) == RedisProbe.State.READY) {
        return process;
      }
      if (System.nanoTime() - deadlineNs >= 0) {
        process.stop(config.stopTimeoutMs());
        throw notStarted("it is not ready after " + config.startTimeoutMs() + " ms", null);
      }
      Pause.forMs(POLL_MS);
    }
    throw notStarted("it ended; its log ends with:\n" + tail(folder.log()), null);
  }

  /**
   * The forked process, once it has written its id or, where there is no room even for that, says
   * it; null when it has ended before or since.
   *
   * <p>Whether an id is recorded is asked before the process is looked for: one that is written in
   * between would otherwise read as a process that has ended.
   */
  private @Nullable RedisProcess awaitForked() {
    long deadlineNs = System.nanoTime() + RECORD_TIMEOUT_MS * 1_000_000;
    while (true) {
      boolean recorded = RedisProcess.recordedPid(folder) != 0;
      RedisProcess process = findRunning();
      if (process != null || recorded || System.nanoTime() - deadlineNs >= 0) {
        return process;
      }
      Pause.forMs(POLL_MS);
    }
  }

  private StoreException notStarted(String what, @Nullable Exception cause) {
    return new StoreException(
        StoreException.Reason.NOT_STARTED,
        "Redis did not start: binary=" + binary.path() + " folder=" + folder.redis() + " " + what,
        cause == null ? new IOException(what) : cause);
  }

  /** The last lines of a file, for a person who must know why Redis refused. */
  private static String tail(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, in.length() - LOG_TAIL_BYTES);
      byte[] bytes = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
