package dev.keepstone.persistence.world;

import dev.keepstone.persistence.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a data folder remembers in its file {@code world.id}: who it is, and whose world it has
 * seen.
 *
 * @param folder id of the folder itself
 * @param world id of the world; empty: it has seen none
 */
record FolderMark(String folder, String world) {
  private static final String FILE = "world.id";
  private static final Pattern FORM =
      Pattern.compile("folder=([0-9a-f]{32})\nworld=([0-9a-f]{32})?\n");

  /**
   * Reads the file; a folder without one gets an id.
   *
   * @throws StoreException when it can't be read, or is none of ours
   */
  static FolderMark read(Path dataFolder) {
    Path file = dataFolder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        FolderMark mark = new FolderMark(WorldId.random(), "");
        mark.write(dataFolder);
        return mark;
      }
      Matcher matcher = FORM.matcher(Files.readString(file));
      if (!matcher.matches()) {
        throw new StoreException(
            StoreException.Reason.NOT_STARTED,
            "the file that names the world of this data folder is damaged: file="
                + file
                + "; restore it, or delete it if you are sure that the store is the right one");
      }
      return new FolderMark(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED, "can't be read: file=" + file + " reason=" + e, e);
    }
  }

  FolderMark withWorld(String worldId) {
    return new FolderMark(folder, worldId);
  }

  /** Replaces the file as a whole: after a crash it is the old one or this one. */
  void write(Path dataFolder) {
    Path file = dataFolder.resolve(FILE);
    Path next = dataFolder.resolve(FILE + ".next");
    try {
      Files.writeString(next, "folder=" + folder + "\nworld=" + world + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED, "can't be written: file=" + file + " reason=" + e, e);
    }
  }
}
