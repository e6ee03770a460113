package dev.keepstone.ecs.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreatureTableTest {
  @Test
  void ordersKindsByKey() {
    CreatureTable table = CreatureTable.read(new ContentSource("c.conf", TestContent.CREATURES));

    assertThat(table.size()).isEqualTo(2);
    assertThat(table.indexOf("rabbit")).isZero();
    assertThat(table.indexOf("statue")).isEqualTo(1);
    assertThat(table.indexOf("dragon")).isEqualTo(-1);
    assertThat(table.get(0)).isEqualTo(new CreatureType("rabbit", "rabbit", 5, 3, 1000, 2000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hp = 5 | hp = 0 | creature=rabbit reason=out of range: hp=0
          hp = 5 | hp = many | hp
          speed-tiles-per-s = 3 | speed-tiles-per-s = 9 | out of range: speed-tiles-per-s=9.0
          name = rabbit | name = "" | out of range: name=
          pause-max = 2 s | pause-max = 1 day | pause-max=86400000
          walk-max = 1 s | walk-most = 1 s | walk-max
          creatures { | beasts { | creatures
          creatures { | creatures [ | c.conf
          """)
  void namesWhatIsWrong(String valid, String broken, String reason) {
    String text = TestContent.CREATURES.replaceFirst(Pattern.quote(valid), broken);

    assertThatThrownBy(() -> CreatureTable.read(new ContentSource("c.conf", text)))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("file=c.conf")
        .hasMessageContaining(reason);
  }
}
