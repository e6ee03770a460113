package dev.keepstone.ecs.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** World data is the text of its file and nothing else. */
class ContentParserTest {
  @TempDir Path folder;

  @Test
  void includesNothing() throws IOException {
    Path other = Files.writeString(folder.resolve("other.conf"), "items {}");
    for (String include :
        new String[] {
          "include \"other.conf\"",
          "include file(\"" + other + "\")",
          "include url(\"" + other.toUri() + "\")",
          "include classpath(\"reference.conf\")",
          "include required(file(\"" + other + "\"))"
        }) {
      assertThatThrownBy(() -> items(include))
          .isInstanceOf(ContentException.class)
          .hasMessageContaining("world data includes no other file");
    }
  }

  @Test
  void asksNotTheEnvironment() {
    assertThat(System.getenv("PATH")).isNotNull();
    assertThatThrownBy(() -> items("items {}, a = ${PATH}"))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("PATH");
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    int depth = 200_000;
    assertThatThrownBy(() -> items("a=" + "[".repeat(depth) + "]".repeat(depth)))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("nested too deep");
  }

  @Test
  void mayReferToItself() {
    assertThat(
            items(
                    "cheap = 3, items { a { kind = 1, name = a, max-stack = 5, price = ${cheap},"
                        + " equip-slot = none, heal-hp = 0 } }")
                .at(0)
                .price())
        .isEqualTo(3);
  }

  private static ItemTable items(String text) {
    return ItemTable.read(new ContentSource("items.conf", text));
  }
}
