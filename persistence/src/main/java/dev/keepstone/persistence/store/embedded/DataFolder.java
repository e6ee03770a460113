package dev.keepstone.persistence.store.embedded;

import dev.keepstone.persistence.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where things lie in a data folder.
 *
 * <pre>
 *   DIR/keepstone.lock      locked while a server or a tool uses the folder
 *   DIR/keepstone.pid       who that is, in words (a file of its own: on POSIX systems, reading a
 *                           locked file and closing it again would drop the reader's own lock)
 *   DIR/redis/              Redis works here
 *     bin/                  the bundled binary, when that is used
 *     redis.conf            generated at every start
 *     appendonlydir/ dump.rdb   the data
 *     redis.pid redis.log redis.sock
 *     version               of the Redis that wrote the data
 * </pre>
 *
 * @param root absolute
 */
record DataFolder(Path root) {
  /** {@code sun_path} holds 108 bytes on Linux and 104 on macOS, with the terminating zero. */
  private static final int MAX_SOCKET_PATH_BYTES = 100;

  private static final int HASH_DIGITS = 16;

  /**
   * Creates what is missing and makes sure that it can be written and has room.
   *
   * @throws StoreException saying what to do
   */
  static DataFolder prepare(Path folder, long minFreeBytes) {
    try {
      Files.createDirectories(folder);
      DataFolder prepared = new DataFolder(folder.toRealPath());
      Files.createDirectories(prepared.bin());
      // Password hashes lie here.
      ownerOnly(prepared.root());
      ownerOnly(prepared.redis());
      Path probe = Files.createTempFile(prepared.redis(), "write", ".probe");
      Files.delete(probe);
      prepared.checkRoom(minFreeBytes);
      return prepared;
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "the data folder can't be written: folder="
              + folder.toAbsolutePath()
              + " reason="
              + reason(e)
              + "; make it writable or name another with --data",
          e);
    }
  }

  private static void ownerOnly(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private void checkRoom(long minFreeBytes) throws IOException {
    long freeBytes = Files.getFileStore(root).getUsableSpace();
    if (freeBytes < minFreeBytes) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "the disk of the data folder is full: folder="
              + root
              + " freeMiB="
              + (freeBytes >> 20)
              + " neededMiB="
              + (minFreeBytes >> 20)
              + "; free some room or name another folder with --data");
    }
  }

  Path lock() {
    return root.resolve("keepstone.lock");
  }

  Path holder() {
    return root.resolve("keepstone.pid");
  }

  Path redis() {
    return root.resolve("redis");
  }

  Path bin() {
    return redis().resolve("bin");
  }

  Path conf() {
    return redis().resolve("redis.conf");
  }

  Path pid() {
    return redis().resolve("redis.pid");
  }

  Path log() {
    return redis().resolve("redis.log");
  }

  Path version() {
    return redis().resolve("version");
  }

  /**
   * The unix socket: in the folder, or, where that path is too long for one, in a folder of our own
   * under the system's temporary one, named by a hash of the data folder's path.
   */
  Path socket() {
    Path near = redis().resolve("redis.sock");
    if (near.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH_BYTES) {
      return near;
    }
    return Path.of(System.getProperty("java.io.tmpdir"))
        .toAbsolutePath()
        .resolve("keepstone-" + hash(root.toString()))
        .resolve("redis.sock");
  }

  /**
   * Makes the socket's folder when it isn't ours already. Nobody else may own or enter it: who
   * listens there first would be taken for our Redis.
   */
  void prepareSocketFolder() {
    Path folder = socket().getParent();
    if (folder == null || folder.equals(redis())) {
      return;
    }
    try {
      if (Files.notExists(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      boolean ours = Files.getOwner(folder).equals(Files.getOwner(redis()));
      String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
      if (!ours || !permissions.equals("rwx------")) {
        throw new IOException("it belongs to somebody else or is open to others: " + permissions);
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "the folder for the Redis socket can't be used: folder="
              + folder
              + " reason="
              + reason(e)
              + "; remove it, or use a data folder with a shorter path",
          e);
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
