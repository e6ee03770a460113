package dev.keepstone.persistence.store.embedded;

import dev.keepstone.persistence.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A redis-server process of one data folder. It is no child of ours (it daemonises itself, so that
 * a Ctrl-C to our process group doesn't reach it), so all we have is its process id, and we signal
 * only what is proven to be ours.
 */
final class RedisProcess {
  private static final Logger LOG = LoggerFactory.getLogger(RedisProcess.class);
  private static final long POLL_MS = 10;
  private static final long ASK_TIMEOUT_MS = 2_000;

  private final DataFolder folder;
  private final ProcessHandle handle;

  private RedisProcess(DataFolder folder, ProcessHandle handle) {
    this.folder = folder;
    this.handle = handle;
  }

  /** The process of the recorded id, if it lives and is a Redis of this folder; else null. */
  static @Nullable RedisProcess recorded(DataFolder folder) {
    long pid = recordedPid(folder);
    return pid == 0 ? null : of(folder, pid);
  }

  /** What Redis wrote into its pid file, 0 when there is none (yet). */
  static long recordedPid(DataFolder folder) {
    try {
      return Long.parseLong(Files.readString(folder.pid()).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** The process with that id, if it lives and is a Redis of this folder; else null. */
  static @Nullable RedisProcess of(DataFolder folder, long pid) {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isEmpty()) {
      return null;
    }
    RedisProcess process = new RedisProcess(folder, handle.get());
    return process.isAlive() && process.isOfFolder() ? process : null;
  }

  long pid() {
    return handle.pid();
  }

  /** A zombie is dead: in a container whose first process reaps nobody they stay for ever. */
  boolean isAlive() {
    return handle.isAlive() && !isZombie();
  }

  /**
   * Asks it to save and end, by its socket, or by SIGTERM when it doesn't listen there. Never
   * kills.
   *
   * <p>On a full disk Redis refuses to end because it can't write its snapshot. With an append-only
   * file that snapshot is a second copy of what the log has, so it is asked to end without.
   */
  boolean stop(long timeoutMs) {
    long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
    if (RedisProbe.ask(folder.socket(), ASK_TIMEOUT_MS) == RedisProbe.State.ABSENT) {
      terminate();
    } else {
      String refusal = RedisProbe.shutDown(folder.socket(), timeoutMs);
      if (refusal != null) {
        LOG.warn("Redis can't write its last snapshot: pid={} says={}", pid(), refusal.strip());
        if (RedisProbe.keepsLog(folder.socket(), ASK_TIMEOUT_MS)) {
          RedisProbe.shutDownWithoutSnapshot(folder.socket(), timeoutMs);
        }
      }
    }
    while (isAlive()) {
      if (System.nanoTime() - deadlineNs >= 0) {
        return false;
      }
      Pause.forMs(POLL_MS);
    }
    return true;
  }

  private void terminate() {
    if (isAlive() && isOfFolder()) {
      handle.destroy();
    }
  }

  /**
   * Redis works in its {@code dir}, and its title names its socket; a recycled process id passes
   * neither.
   */
  private boolean isOfFolder() {
    try {
      Path workingFolder = Path.of("/proc", Long.toString(pid()), "cwd");
      if (Files.isSymbolicLink(workingFolder)) {
        return Files.readSymbolicLink(workingFolder).equals(folder.redis())
            && commandLine().contains("redis");
      }
    } catch (IOException e) {
      // No right to look, so not ours.
      return false;
    }
    String commandLine = commandLine();
    return commandLine.contains("redis")
        && (commandLine.contains(folder.conf().toString())
            || commandLine.contains(folder.socket().toString()));
  }

  private String commandLine() {
    try {
      Path file = Path.of("/proc", Long.toString(pid()), "cmdline");
      if (Files.exists(file)) {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      return "";
    }
    return handle.info().commandLine().orElse("");
  }

  private boolean isZombie() {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
      // "pid (name) S ...": the name may hold anything, so the state is looked for behind it.
      return stat.startsWith(") Z", stat.lastIndexOf(')'));
    } catch (IOException e) {
      return false;
    }
  }

  /** Says why this process can't be used and what to do. */
  StoreException hung() {
    return new StoreException(
        StoreException.Reason.NOT_STARTED,
        "a Redis of this data folder neither answers nor stops: pid="
            + pid()
            + " folder="
            + folder.redis()
            + "; end it by hand, then start again");
  }
}
