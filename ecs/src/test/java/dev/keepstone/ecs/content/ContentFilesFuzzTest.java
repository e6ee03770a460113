package dev.keepstone.ecs.content;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any file that is given as creatures, items or shops is that, or is refused by a {@link
 * ContentException}. The first byte says which it is given as.
 */
class ContentFilesFuzzTest {
  private static final ItemTable ITEMS =
      ItemTable.read(new ContentSource("items.conf", TestContent.ITEMS));

  static Stream<byte[]> seeds() {
    return Stream.of(
        seed(0, TestContent.CREATURES),
        seed(1, TestContent.ITEMS),
        seed(2, TestContent.SHOPS),
        seed(1, "items {} // none"),
        seed(0, "creatures { a { name = a, hp = 1, walk-max = 200 ms, pause-max = 1.5 minutes } }"),
        seed(2, "a = 3, shops { b { shop = ${a}, till = ${?A}, goods { \"bread\" : 4 } } }"));
  }

  private static byte[] seed(int kind, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(kind);
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isContentOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    try {
      byte[] file = Arrays.copyOfRange(input, 1, input.length);
      ContentSource source = ContentSource.of("file.conf", new ByteArrayInputStream(file));
      switch (input[0]) {
        case 0 -> CreatureTable.read(source);
        case 1 -> ItemTable.read(source);
        default -> ShopTable.read(source, ITEMS);
      }
    } catch (ContentException refused) {
      // what is declared
    }
  }
}
