package dev.keepstone.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest token of one account at one server, so that a client that died can go on where
 * it was. A secret, so the file is its owner's only; good once, and void as soon as the account
 * logs in anywhere. One line: {@code CHARACTER TOKEN}, the token in hex.
 */
public final class ResumeFile {
  private final Path file;
  private final String account;

  /**
   * @param folder is created, its owner's only, when the first token is kept
   */
  public ResumeFile(Path folder, ServerAddress server, String account) {
    String where = (server + "_" + account).replaceAll("[^A-Za-z0-9_.-]", "-");
    file = folder.resolve(where);
    this.account = account;
  }

  /** What is needed to come back; null when there is nothing. */
  public @Nullable Comeback load() throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    String[] words = Files.readString(file, UTF_8).strip().split(" ", 2);
    try {
      byte[] token = HexFormat.of().parseHex(words.length == 2 ? words[1] : "");
      return token.length == 0 ? null : new Comeback(account, words[0], token, List.of(), 0);
    } catch (IllegalArgumentException e) {
      return null; // half a line: nothing to come back with
    }
  }

  /** Puts a token in the place of the one before, whole or not at all. */
  public void save(Comeback comeback) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      restrict(folder, "rwx------");
    }
    Path made = Files.createTempFile(folder, "token", null); // readable by its owner only
    Files.writeString(
        made,
        comeback.character() + " " + HexFormat.of().formatHex(comeback.token()) + "\n",
        UTF_8);
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** There is nothing to come back to any more. */
  public void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
