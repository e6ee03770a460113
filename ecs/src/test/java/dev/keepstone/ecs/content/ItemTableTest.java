package dev.keepstone.ecs.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemTableTest {
  private static final ItemTable ITEMS =
      ItemTable.read(new ContentSource("items.conf", TestContent.ITEMS));

  @Test
  void findsKindsByNumberAndKey() {
    assertThat(ITEMS.size()).isEqualTo(5);
    assertThat(ITEMS.get(2)).isEqualTo(new ItemType(2, "sword", "sword", 1, 3, 0, 180));
    assertThat(ITEMS.get(0)).isNull();
    assertThat(ITEMS.get(60_000)).isNull();
    assertThat(ITEMS.find("bread")).isEqualTo(ITEMS.get(1));
    assertThat(ITEMS.find("brick")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind = 1, | kind = 0, | item=bread reason=out of range: kind=0
          kind = 1, | kind = 2, | item=sword reason=kind=2 is also that of item=bread
          equip-slot = weapon, | equip-slot = tail, | unknown slot: equip-slot=tail
          max-stack = 100, | max-stack = 1000000, | max-stack=1000000
          name = bread, | name = " ", | item=bread reason=out of range: name
          heal-hp = 12 | heal-hp = lots | heal-hp
          items { | things { | items
          """)
  void namesWhatIsWrong(String valid, String broken, String reason) {
    String text = TestContent.ITEMS.replaceFirst(Pattern.quote(valid), broken);

    assertThatThrownBy(() -> ItemTable.read(new ContentSource("items.conf", text)))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("file=items.conf")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bread = 20 | brick = 20 | shop=stall reason=unknown item: brick
          bread = 20 | pebble = 20 | an item without a price: pebble
          bread = 20 | bread = -1 | out of range
          shop = 7 | shop = 0 | shop=0
          till = 300 | till = some | till
          """)
  void namesWhatIsWrongWithAShop(String valid, String broken, String reason) {
    String text = TestContent.SHOPS.replaceFirst(Pattern.quote(valid), broken);

    assertThatThrownBy(() -> ShopTable.read(new ContentSource("shops.conf", text), ITEMS))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("file=shops.conf")
        .hasMessageContaining(reason);
  }

  @Test
  void aPlaceIsReachedFromAllSides() {
    Place bank = new Place(Place.BANK, 4, 4, 2, 1);

    assertThat(bank.isWithin(5, 4.5f, 0)).isTrue();
    assertThat(bank.isWithin(2, 4.5f, 2)).isTrue();
    assertThat(bank.isWithin(1.9f, 4.5f, 2)).isFalse();
    assertThat(bank.isWithin(7.5f, 6.5f, 2)).isFalse();
    assertThat(bank.isWithin(7, 6, 2)).isTrue();
  }
}
