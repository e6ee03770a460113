package dev.keepstone.ecs.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A text file of world data in memory.
 *
 * @param name how messages call it
 */
public record ContentSource(String name, String text) {
  /** A map of the largest size has about 6 MB. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  /**
   * Reads a file; messages call it by its path.
   *
   * @throws ContentException when it can't be read
   */
  public static ContentSource of(Path file) {
    String name = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      return of(name, in);
    } catch (NoSuchFileException e) {
      throw new ContentException(name, "", "there is no such file", "check the path");
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Reads a stream, such as the copy that is bundled in the jar.
   *
   * @param in read to its end, not closed
   * @throws ContentException when it can't be read
   */
  public static ContentSource of(String name, InputStream in) {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ContentException(
            name, "", "larger than maxBytes=" + MAX_BYTES, "use a smaller map");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new ContentSource(name, text);
    } catch (CharacterCodingException e) {
      throw new ContentException(name, "", "not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static ContentException unreadable(String name, IOException cause) {
    return new ContentException(name, "", "cannot be read: " + cause, "check its permissions");
  }
}
