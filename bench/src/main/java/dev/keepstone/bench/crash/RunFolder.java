package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run: the server's data, what everybody said, the bots' ledger. A folder that was
 * not made by a run is never touched; one that was is emptied.
 */
public final class RunFolder {
  /** Stands in every folder of a run. */
  private static final String MARK = "keepstone-crash-test";

  private final Path root;
  private final boolean isTemporary;

  private RunFolder(Path root, boolean isTemporary) {
    this.root = root;
    this.isTemporary = isTemporary;
  }

  /**
   * Prepares a folder.
   *
   * @param wanted null: a temporary one
   * @throws LoadException when it is somebody else's, or can't be made
   */
  public static RunFolder prepare(@Nullable Path wanted) {
    try {
      if (wanted == null) {
        return new RunFolder(mark(Files.createTempDirectory("keepstone-crash")), true);
      }
      Path root = wanted.toAbsolutePath();
      if (Files.exists(root) && !isEmpty(root)) {
        if (Files.notExists(root.resolve(MARK))) {
          throw new LoadException(
              "this folder is not one of a crash run and is left alone: --data "
                  + wanted
                  + "; name an empty one, or one that does not exist");
        }
        delete(root);
      }
      Files.createDirectories(root);
      return new RunFolder(mark(root), false);
    } catch (IOException e) {
      throw new LoadException("the folder can't be made: --data " + wanted + ": " + e, e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static Path mark(Path root) throws IOException {
    Files.writeString(
        root.resolve(MARK), "load.jar empties this folder when it is run on it again\n");
    return root;
  }

  public Path root() {
    return root;
  }

  /** The server's data folder. */
  public Path data() {
    return root.resolve("data");
  }

  public Path ledger() {
    return root.resolve("bots.ledger");
  }

  /** A file in it. */
  public Path file(String name) {
    return root.resolve(name);
  }

  /** Deletes it if it is a temporary one; returns whether it was. */
  public boolean discard() {
    if (isTemporary) {
      try {
        delete(root);
      } catch (IOException e) {
        throw new LoadException("the folder can't be deleted: folder=" + root + ": " + e, e);
      }
    }
    return isTemporary;
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
