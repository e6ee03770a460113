package dev.keepstone.net.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The file that keeps a server's identity, readable by its owner only:
 *
 * <pre>
 * keepstone-identity 1
 * secret 64 hex digits
 * public 64 hex digits
 * </pre>
 *
 * The public key is there to notice a damaged secret one.
 */
public final class IdentityFile {
  private static final String FIRST_LINE = "keepstone-identity 1";
  private static final String SECRET = "secret ";
  private static final String PUBLIC = "public ";

  private IdentityFile() {}

  /**
   * Reads the identity, or creates it when there is no such file. Blocks on the disk.
   *
   * @throws IdentityException when the file cannot be read, written or believed; it is never
   *     replaced then, because clients have pinned it
   */
  public static ServerIdentity loadOrCreate(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        create(file, ServerIdentity.generate(random));
      }
      return parse(file, Files.readAllLines(file, US_ASCII));
    } catch (IOException e) {
      throw new IdentityException(
          "cannot use the server's identity file: file="
              + file
              + " cause="
              + e
              + ": check that its folder exists and is writable",
          e);
    }
  }

  /** Written aside and linked into place, so that there is never half a file. */
  private static void create(Path file, ServerIdentity identity) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path aside =
        absolute.resolveSibling(absolute.getFileName() + "." + ProcessHandle.current().pid());
    HexFormat hex = HexFormat.of();
    String text =
        String.join(
            "\n",
            FIRST_LINE,
            SECRET + hex.formatHex(identity.secretKey()),
            PUBLIC + hex.formatHex(identity.publicKey()),
            "");
    Files.deleteIfExists(aside);
    try (FileChannel channel =
        FileChannel.open(
            aside,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(absolute))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    try {
      Files.createLink(absolute, aside);
    } catch (FileAlreadyExistsException e) {
      // Another server was first: its key is the one to load.
      return;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // No hard links here: the move fails as well when the file exists by now.
      Files.move(aside, absolute);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  static FileAttribute<?>[] ownerOnly(Path file) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  private static ServerIdentity parse(Path file, List<String> lines) {
    if (lines.size() != 3
        || !lines.get(0).equals(FIRST_LINE)
        || !lines.get(1).startsWith(SECRET)
        || !lines.get(2).startsWith(PUBLIC)) {
      throw corrupt(file, "not an identity file of this version");
    }
    byte[] secretKey = key(file, lines.get(1).substring(SECRET.length()));
    byte[] publicKey = key(file, lines.get(2).substring(PUBLIC.length()));
    ServerIdentity identity = new ServerIdentity(secretKey);
    if (!Arrays.equals(identity.publicKey(), publicKey)) {
      throw corrupt(file, "its secret and its public key do not belong together");
    }
    return identity;
  }

  private static byte[] key(Path file, String digits) {
    try {
      byte[] key = HexFormat.of().parseHex(digits);
      if (key.length == ServerIdentity.SECRET_KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw corrupt(file, "a key in it is not hexadecimal");
    }
    throw corrupt(file, "a key in it has the wrong length");
  }

  private static IdentityException corrupt(Path file, String reason) {
    return new IdentityException(
        "the server's identity file is damaged: file="
            + file
            + " reason="
            + reason
            + ": restore it from a backup, or delete it to get a new identity (clients that know"
            + " the old one will then refuse this server)");
  }
}
