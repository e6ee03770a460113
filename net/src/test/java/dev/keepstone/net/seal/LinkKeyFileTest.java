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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file with the key that a server and its gateways share. */
final class LinkKeyFileTest {
  private final SecureRandom random = new SecureRandom();

  private final Path folder;
  private final Path file;

  LinkKeyFileTest(@TempDir Path folder) {
    this.folder = folder;
    file = folder.resolve("keys").resolve("gateway.key");
  }

  @Test
  void isMadeOnceForItsOwnerOnly() throws IOException {
    LinkKeyFile.create(file, random);
    byte[] key = LinkKeyFile.load(file);

    assertThat(key).hasSize(LinkKeyFile.KEY_BYTES);
    assertThat(permissions()).isEqualTo("rw-------");
    assertThatThrownBy(() -> LinkKeyFile.create(file, random))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("there is such a file already")
        .hasMessageContaining("file=" + file);
    assertThat(LinkKeyFile.load(file)).isEqualTo(key);
  }

  @Test
  void noTwoAreTheSame() {
    LinkKeyFile.create(folder.resolve("one"), random);
    LinkKeyFile.create(folder.resolve("two"), random);

    assertThat(LinkKeyFile.load(folder.resolve("one")))
        .isNotEqualTo(LinkKeyFile.load(folder.resolve("two")))
        .isNotEqualTo(new byte[LinkKeyFile.KEY_BYTES]);
    assertThat(ServerIdentity.generate(random).publicKey())
        .isNotEqualTo(ServerIdentity.generate(random).publicKey());
  }

  @Test
  void isRefusedWhenOthersCanReadIt() throws IOException {
    LinkKeyFile.create(file, random);

    for (String tooOpen : List.of("rw-r-----", "rw----r--", "rw-r--r--")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(tooOpen));
      assertThatThrownBy(() -> LinkKeyFile.load(file))
          .as(tooOpen)
          .isInstanceOf(IdentityException.class)
          .hasMessageContaining("chmod 600 " + file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(LinkKeyFile.load(file)).hasSize(LinkKeyFile.KEY_BYTES);
  }

  @Test
  void isRefusedWithAnyDamage() throws IOException {
    LinkKeyFile.create(file, random);
    List<String> good = Files.readAllLines(file);
    String secret = good.get(1);
    String check = good.get(2);
    String flipped = secret.substring(0, secret.length() - 1) + (secret.endsWith("0") ? "1" : "0");

    assertDamaged(List.of());
    assertDamaged(List.of(good.get(0), secret));
    assertDamaged(List.of("something else", secret, check));
    assertDamaged(List.of(good.get(0), "hidden" + secret, check));
    assertDamaged(List.of(good.get(0), secret, secret));
    assertDamaged(List.of(good.get(0), flipped, check));
    assertDamaged(List.of(good.get(0), "secret zz", check));
    assertDamaged(List.of(good.get(0), secret, "check 00"));
  }

  /** Its check is right, but there are only 31 bytes of it. */
  @Test
  void isRefusedWhenItIsTooShort() throws IOException {
    byte[] tooShort = new byte[LinkKeyFile.KEY_BYTES - 1];
    byte[] check = Arrays.copyOf(Fingerprint.sha256().digest(tooShort), 8);
    LinkKeyFile.create(file, random);

    assertDamaged(
        List.of(
            Files.readAllLines(file).get(0),
            "secret " + HexFormat.of().formatHex(tooShort),
            "check " + HexFormat.of().formatHex(check)));
  }

  @Test
  void saysWhyItCannotBeReadOrMade() throws IOException {
    assertThatThrownBy(() -> LinkKeyFile.load(file)).hasMessageContaining("keepstone gateway-key");
    assertThatThrownBy(() -> LinkKeyFile.load(folder))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("cannot read the gateway key: file=" + folder);
    Files.writeString(folder.resolve("keys"), "in the way");
    assertThatThrownBy(() -> LinkKeyFile.create(file, random))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("there is such a file already");
    assertThatThrownBy(() -> LinkKeyFile.create(folder.getRoot(), random))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("choose another name");
  }

  /** A zip archive, as many a network share, has no permissions: nobody can be told to set them. */
  @Test
  void needsNoPermissionsWhereThereAreNone() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("share.zip"), Map.of("create", "true"))) {
      Path shared = zip.getPath("/gateway.key");

      LinkKeyFile.create(shared, random);

      assertThat(LinkKeyFile.load(shared)).hasSize(LinkKeyFile.KEY_BYTES);
    }
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private void assertDamaged(List<String> lines) throws IOException {
    Files.write(file, lines);

    assertThatThrownBy(() -> LinkKeyFile.load(file))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("file=" + file);
  }
}
