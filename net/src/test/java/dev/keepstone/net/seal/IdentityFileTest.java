package dev.keepstone.net.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityFileTest {
  private final SecureRandom random = new SecureRandom();

  private final Path folder;

  IdentityFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void keepsTheIdentity() throws IOException {
    Path file = folder.resolve("identity");

    ServerIdentity created = IdentityFile.loadOrCreate(file, random);
    ServerIdentity loaded = IdentityFile.loadOrCreate(file, random);

    assertThat(loaded.publicKey()).isEqualTo(created.publicKey());
    assertThat(loaded.fingerprint()).isEqualTo(created.fingerprint()).startsWith("ks1-");
    assertThat(folder.toFile().list()).containsExactly("identity");
  }

  @Test
  void letsOnlyTheOwnerRead() throws IOException {
    Path file = folder.resolve("identity");

    IdentityFile.loadOrCreate(file, random);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesEveryDamagedFileAndKeepsIt() throws IOException {
    Path file = folder.resolve("identity");
    IdentityFile.loadOrCreate(file, random);
    List<String> good = Files.readAllLines(file);
    String secret = good.get(1);
    String flipped = secret.substring(0, secret.length() - 1) + (secret.endsWith("0") ? "1" : "0");

    assertRefused(file, List.of());
    assertRefused(file, List.of("something else", secret, good.get(2)));
    assertRefused(file, List.of(good.get(0), flipped, good.get(2)));
    assertRefused(file, List.of(good.get(0), "secret zz", good.get(2)));
    assertRefused(file, List.of(good.get(0), "secret 00", good.get(2)));
    assertRefused(file, List.of(good.get(0), "hidden" + secret, good.get(2)));
    assertRefused(file, List.of(good.get(0), secret, secret));
    assertRefused(file, List.of(good.get(0), secret));
  }

  @Test
  void saysWhichFileCannotBeWritten() {
    Path file = folder.resolve("missing").resolve("identity");

    assertThatThrownBy(() -> IdentityFile.loadOrCreate(file, random))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("file=" + file)
        .hasMessageContaining("check that its folder exists");
  }

  /** A zip archive, as many a network share, has no permissions and no hard links. */
  @Test
  void needsNeitherPermissionsNorHardLinks() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("share.zip"), Map.of("create", "true"))) {
      Path file = zip.getPath("/identity");

      ServerIdentity created = IdentityFile.loadOrCreate(file, random);

      assertThat(IdentityFile.loadOrCreate(file, random).publicKey())
          .isEqualTo(created.publicKey());
      try (Stream<Path> files = Files.list(zip.getPath("/"))) {
        assertThat(files).containsExactly(file);
      }
    }
  }

  private void assertRefused(Path file, List<String> lines) throws IOException {
    Files.write(file, lines);

    assertThatThrownBy(() -> IdentityFile.loadOrCreate(file, random))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("file=" + file);
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
  }
}
