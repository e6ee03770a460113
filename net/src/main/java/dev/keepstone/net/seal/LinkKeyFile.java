package dev.keepstone.net.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The file with the secret that a server and its gateways share, readable by its owner only. Both
 * sides have a copy of the same file:
 *
 * <pre>
 * keepstone-gateway-key 1
 * secret 64 hex digits
 * check 16 hex digits
 * </pre>
 *
 * The check (the first 64 bits of the secret's SHA-256) is there to notice a copy that was damaged.
 * Of 256 random bits it gives nothing away.
 */
public final class LinkKeyFile {
  /** Length of the secret. */
  public static final int KEY_BYTES = 32;

  private static final String FIRST_LINE = "keepstone-gateway-key 1";
  private static final String SECRET = "secret ";
  private static final String CHECK = "check ";
  private static final int CHECK_BYTES = 8;

  private LinkKeyFile() {}

  /**
   * Makes a new key. Blocks on the disk.
   *
   * @throws IdentityException when there is such a file already (it is never replaced: gateways
   *     have copies of it), or it cannot be written
   */
  public static void create(Path file, SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    HexFormat hex = HexFormat.of();
    String text =
        String.join(
            "\n", FIRST_LINE, SECRET + hex.formatHex(key), CHECK + hex.formatHex(checkOf(key)), "");
    Arrays.fill(key, (byte) 0);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.createFile(file, IdentityFile.ownerOnly(file.toAbsolutePath()));
      Files.writeString(file, text, US_ASCII);
    } catch (FileAlreadyExistsException e) {
      throw new IdentityException(
          "there is such a file already, and gateways may have a copy of it: file="
              + file
              + "; choose another name, or delete it first",
          e);
    } catch (IOException e) {
      throw new IdentityException(
          "cannot write the gateway key: file=" + file + " cause=" + e + "; check the folder", e);
    }
  }

  /**
   * Reads the key. Blocks on the disk.
   *
   * @throws IdentityException when the file is missing, can be read by others, or cannot be
   *     believed
   */
  public static byte[] load(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, US_ASCII);
      refuseOthers(file);
    } catch (NoSuchFileException e) {
      throw new IdentityException(
          "there is no gateway key: file="
              + file
              + "; make one with 'keepstone gateway-key FILE', and give server and gateways a copy"
              + " of the same file",
          e);
    } catch (IOException e) {
      throw new IdentityException(
          "cannot read the gateway key: file=" + file + " cause=" + e + "; check its permissions",
          e);
    }
    if (lines.size() == 3
        && lines.get(0).equals(FIRST_LINE)
        && lines.get(1).startsWith(SECRET)
        && lines.get(2).startsWith(CHECK)) {
      try {
        byte[] key = HexFormat.of().parseHex(lines.get(1).substring(SECRET.length()));
        byte[] check = HexFormat.of().parseHex(lines.get(2).substring(CHECK.length()));
        if (key.length == KEY_BYTES && Arrays.equals(check, checkOf(key))) {
          return key;
        }
      } catch (IllegalArgumentException e) {
        // no hex digits: as damaged as any other
      }
    }
    throw new IdentityException(
        "the gateway key is damaged: file=" + file + "; copy it again from where it was made");
  }

  private static void refuseOthers(Path file) throws IOException {
    if (!file.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ)) {
      throw new IdentityException(
          "the gateway key can be read by others: file=" + file + "; chmod 600 " + file);
    }
  }

  private static byte[] checkOf(byte[] key) {
    return Arrays.copyOf(Fingerprint.sha256().digest(key), CHECK_BYTES);
  }
}
