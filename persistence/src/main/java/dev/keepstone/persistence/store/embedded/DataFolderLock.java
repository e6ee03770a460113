package dev.keepstone.persistence.store.embedded;

import dev.keepstone.persistence.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The one right to run things on a data folder. The system drops it when this process ends. */
public final class DataFolderLock implements AutoCloseable {
  /** Long enough for a tool to finish or a killed server to vanish. */
  private static final long SERVER_PATIENCE_MS = 2_000;

  private static final long RETRY_MS = 50;

  private final FileChannel channel;
  private final FileLock lock;

  private DataFolderLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * For a server whose store lies elsewhere: nobody else may run things on its data folder either.
   *
   * @throws StoreException (NOT_STARTED) when the folder is in use, full or not writable
   */
  public static DataFolderLock take(Path dataFolder, long minFreeBytes) {
    return takeForServer(DataFolder.prepare(dataFolder, minFreeBytes));
  }

  /**
   * Takes the lock for a server.
   *
   * @throws StoreException (NOT_STARTED) naming who holds it
   */
  static DataFolderLock takeForServer(DataFolder folder) {
    DataFolderLock lock = tryTake(folder, SERVER_PATIENCE_MS);
    if (lock == null) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "the data folder is in use: folder="
              + folder.root()
              + " pid="
              + holder(folder)
              + "; stop that server or name another folder with --data");
    }
    return lock;
  }

  /**
   * Takes the lock, waiting a little for a tool or a dying server that is about to drop it.
   *
   * @return null when somebody else keeps it
   */
  static @Nullable DataFolderLock tryTake(DataFolder folder, long patienceMs) {
    long deadlineNs = System.nanoTime() + patienceMs * 1_000_000;
    while (true) {
      DataFolderLock taken = tryOnce(folder);
      if (taken != null || System.nanoTime() - deadlineNs >= 0) {
        return taken;
      }
      Pause.forMs(RETRY_MS);
    }
  }

  private static @Nullable DataFolderLock tryOnce(DataFolder folder) {
    try {
      FileChannel channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // Another holder in this very process, as in tests.
      }
      if (lock == null) {
        channel.close();
        return null;
      }
      Files.writeString(folder.holder(), ProcessHandle.current().pid() + "\n");
      return new DataFolderLock(channel, lock);
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "the data folder can't be locked: file="
              + folder.lock()
              + " reason="
              + e
              + "; use a folder on a file system with locks",
          e);
    }
  }

  /** Process id of who holds the folder, as written by it, or "unknown". */
  static String holder(DataFolder folder) {
    try {
      return Files.readString(folder.holder()).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED, "the lock of the data folder can't be dropped", e);
    }
  }
}
