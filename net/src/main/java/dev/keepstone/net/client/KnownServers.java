package dev.keepstone.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keepstone.net.seal.Fingerprint;
import dev.keepstone.net.seal.IdentityException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a server's first key on trust, keeps it in a file, and refuses another one from then on:
 * one line a server, {@code HOST:PORT ks1-...}. Lines that start with {@code #} are comments.
 */
public final class KnownServers implements ServerKeyCheck {
  private final Path file;

  /**
   * @param file is created, with its folder, when the first key is kept
   */
  public KnownServers(Path file) {
    this.file = file;
  }

  @Override
  public @Nullable String refuse(ServerAddress server, String fingerprint) {
    String known;
    try {
      known = find(server);
      if (known == null) {
        remember(server, fingerprint);
        return null;
      }
    } catch (IOException | IdentityException e) {
      return "cannot use the list of known servers: file=" + file + " cause=" + e.getMessage();
    }
    if (known.equals(fingerprint)) {
      return null;
    }
    return "THE SERVER'S KEY HAS CHANGED: server="
        + server
        + " known="
        + known
        + " offered="
        + fingerprint
        + ": somebody may be in between, or the server was set up anew. Ask its operator; if the new"
        + " key is right, delete the line of this server in "
        + file
        + ". Your password was not sent";
  }

  private @Nullable String find(ServerAddress server) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    List<String> lines = Files.readAllLines(file, UTF_8);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int space = line.indexOf(' ');
      if (space < 0 || !Fingerprint.isValid(line.substring(space + 1))) {
        throw new IdentityException("line " + (i + 1) + " is not HOST:PORT and a key");
      }
      if (line.substring(0, space).equals(server.toString())) {
        return line.substring(space + 1);
      }
    }
    return null;
  }

  private void remember(ServerAddress server, String fingerprint) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(
        file,
        (endsInALine() ? "" : "\n") + server + " " + fingerprint + "\n",
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /**
   * Whoever edits the file may leave its last line open: what is added must not become part of it.
   */
  private boolean endsInALine() throws IOException {
    byte[] kept = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    return kept.length == 0 || kept[kept.length - 1] == '\n';
  }
}
