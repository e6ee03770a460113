package dev.keepstone.persistence.ledger;

import dev.keepstone.persistence.store.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where ledger entries go when they leave the store: a folder of segments, text files that are
 * written once, synced before they get their name, and end in a checksum. A segment is named after
 * its first entry, so that one which is written again after a crash replaces itself. One thread
 * writes; any may read.
 */
public class LedgerArchive {
  private static final String PREFIX = "ledger-";
  private static final String SUFFIX = ".txt";
  private static final Comparator<Path> BY_FIRST_ENTRY =
      (a, b) -> LedgerEntry.compareIds(firstId(a), firstId(b));

  private final Path folder;

  /** An archive in a folder, which is made when something is written. */
  public LedgerArchive(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes one segment; when this returns, it is on disk under its name.
   *
   * @param entries at least one, in the order of their ids
   * @throws UncheckedIOException naming the file
   */
  public Path write(List<LedgerEntry> entries) {
    Path segment = folder.resolve(PREFIX + entries.get(0).id() + SUFFIX);
    Path part = folder.resolve(segment.getFileName() + ".part");
    try {
      Files.createDirectories(folder);
      try (FileChannel file =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(LedgerSegment.encode(entries));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(part, segment, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the ledger's archive: file=" + segment, e);
    }
    return segment;
  }

  /**
   * Takes back a segment whose entries have not left the store after all.
   *
   * @throws UncheckedIOException when it can't be deleted; reading it twice does no harm
   */
  public void takeBack(Path segment) {
    try {
      Files.deleteIfExists(segment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads everything, each entry once, oldest first.
   *
   * @return what can't be read, a line a file; its entries are left out
   * @throws UncheckedIOException when the folder can't be listed
   */
  public List<String> each(Consumer<LedgerEntry> reader) {
    List<String> damaged = new ArrayList<>();
    String last = LedgerEntry.BEGINNING;
    for (Path segment : segments()) {
      List<LedgerEntry> entries;
      try {
        entries = LedgerSegment.decode(Files.readAllBytes(segment));
      } catch (IllegalArgumentException | IOException e) {
        damaged.add("file=" + segment + " reason=" + e.getMessage());
        continue;
      }
      for (LedgerEntry entry : entries) {
        if (LedgerEntry.compareIds(entry.id(), last) > 0) {
          last = entry.id();
          reader.accept(entry);
        }
      }
    }
    return damaged;
  }

  /** The segments, oldest first; none where there is no folder. */
  public List<Path> segments() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(LedgerArchive::isSegment).sorted(BY_FIRST_ENTRY).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the ledger's archive: folder=" + folder, e);
    }
  }

  private static boolean isSegment(Path file) {
    return file.getFileName().toString().matches(PREFIX + "\\d{1,19}-\\d{1,19}\\" + SUFFIX);
  }

  private static String firstId(Path segment) {
    String name = segment.getFileName().toString();
    return name.substring(PREFIX.length(), name.length() - SUFFIX.length());
  }
}
