package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.content.ContentSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Whether two worlds are made of the same data: SHA-256 over the texts and their lengths. Names do
 * not count, because they are paths.
 */
public final class ContentFingerprint {
  private ContentFingerprint() {}

  /** Of a whole world; the order of its maps counts, the first is where newcomers appear. */
  public static String of(List<ContentSource> maps, ContentSource... tables) {
    List<ContentSource> sources = new ArrayList<>(maps);
    sources.addAll(List.of(tables));
    return of(sources.toArray(new ContentSource[0]));
  }

  /** Returns 64 hexadecimal digits; the order of the sources counts. */
  public static String of(ContentSource... sources) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ContentSource source : sources) {
        byte[] text = source.text().getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
        digest.update(text);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
