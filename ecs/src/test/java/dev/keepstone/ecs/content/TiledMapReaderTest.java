package dev.keepstone.ecs.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledMapReaderTest {
  private static final String[] ROWS = {"#####", "#@..#", "#..r#", "#####"};

  private final String map =
      TestContent.json(ROWS, TestContent.creature("rabbit", 2.5, 2.5, 1, 0, 3, 4));

  @Test
  void readsWhatTiledWrites() {
    ZoneMap zone = TestContent.read(map).zones().spawnZone();

    assertThat(zone.zone()).isEqualTo(1);
    assertThat(zone.name()).isEqualTo("Testfield");
    assertThat(zone.widthTiles()).isEqualTo(5);
    assertThat(zone.heightTiles()).isEqualTo(4);
    assertThat(zone.spawnX()).isEqualTo(1.5f);
    assertThat(zone.spawnY()).isEqualTo(1.5f);
    assertThat(zone.isWall(0, 0)).isTrue();
    assertThat(zone.isWall(2, 2)).isFalse();
    assertThat(zone.isWall(-1, 2)).isTrue();
    assertThat(zone.isWall(5, 2)).isTrue();
    assertThat(zone.creatureSpawns()).containsExactly(new CreatureSpawn(0, 3, 2.5f, 2.5f, 1, 0, 4));
  }

  @Test
  void takesFlippedTilesAsWalls() {
    // Tiled keeps flips in the top bits: larger than an int.
    ZoneMap zone =
        TestContent.read(map.replace("\"data\":[2,2", "\"data\":[2,3221225474"))
            .zones()
            .spawnZone();

    assertThat(zone.isWall(1, 0)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "infinite":false | "infinite":true | infinite | Infinite in Tiled
          "orthogonal" | "isometric" | orientation=isometric | orthogonal
          "infinite":false,"width":5 | "infinite":false,"width":0 | out of range: width=0.0 | whole number from 1 to 1024
          "tilewidth":16 | "tilewidth":0 | tilewidth=0 | 1 to 1024
          "type":"map" | "type":"tileset" | not a Tiled map | .tmj
          "name":"ground" | "name":"grass" | layer=ground reason=the layer is missing | tilelayer
          "name":"walls" | "name":"Walls" | layer=walls reason=the layer is missing | tilelayer
          "name":"spawn","type":"objectgroup" | "name":"start","type":"objectgroup" | layer=spawn reason=the layer is missing | objectgroup
          "name":"creatures","type":"objectgroup" | "name":"creatures","type":"imagelayer" | layer=creatures reason=type=imagelayer | objectgroup
          "name":"spawn","type":"","point" | "name":"exit","type":"","point" | layer=spawn reason=there is no object named spawn | point named spawn
          "x":24.0,"y":24.0,"width":0 | "x":0.0,"y":24.0,"width":0 | layer=spawn object=spawn reason=inside a wall | where one can stand
          "x":24.0,"y":24.0,"width":0 | "x":-100.0,"y":24.0,"width":0 | layer=spawn object=spawn reason=inside a wall | where one can stand
          "value":"rabbit" | "value":"dragon" | layer=creatures object=7 reason=unknown creature: type=dragon | creatures.conf
          "value":3 | "value":0 | layer=creatures object=7 reason=out of range: count=0.0 | whole number
          "value":"Testfield" | "value":"" | bad property: name= | custom property
          "type":"int","value":1}] | "type":"int","value":0}] | zone=0.0 | 1 to 65535
          "data":[1,1,1 | "data":[1,1 | layer=ground reason=dataLength=19 expected=20 | Tiled
          "data":[2,2 | "encoding":"base64","data":[2,2 | layer=walls reason=encoding=base64 | Tile Layer Format to CSV
          "data":[2,2 | "compression":"zlib","encoding":"base64","data":[2,2 | compression=zlib | Tile Layer Format to CSV
          "data":[2,2 | "data":["x",2 | layer=walls | Tiled
          "walls","type":"tilelayer","x":0,"y":0,"width":5,"height":4 | "walls","type":"tilelayer","x":0,"y":0,"width":5,"height":9 | layer=walls reason=layer is 5 x 9, map is 5 x 4 | Tiled
          {"type":"map" | {"type":"map", | not JSON | .tmj
          """)
  void namesFileLayerAndReason(String valid, String broken, String reason, String advice) {
    String text = map.replace(valid, broken);
    assertThat(text).as("the replacement must apply").isNotEqualTo(map);

    assertThatThrownBy(() -> TestContent.read(text))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("file=test.tmj")
        .hasMessageContaining(reason)
        .hasMessageContaining(advice);
  }

  @Test
  void refusesCreaturesInNothingButWalls() {
    String text = TestContent.json(ROWS, TestContent.creature("rabbit", 0.5, 0.5, 0, 2, 1, 4));

    assertThatThrownBy(() -> TestContent.read(text))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("layer=creatures")
        .hasMessageContaining("nothing but walls");
  }

  @Test
  void refusesCreaturesOutsideOfTheMap() {
    String text = TestContent.json(ROWS, TestContent.creature("rabbit", 3, 3, 9, 1, 1, 4));

    assertThatThrownBy(() -> TestContent.read(text))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("outside of the map");
  }

  @Test
  void readsWhereItemsAppear() {
    String text =
        TestContent.withSpots(
            map,
            TestContent.spot("bread", 2, 1, 3, 60),
            TestContent.spot("coins", 2, 1, 999_999, 10));

    assertThat(TestContent.read(text).zones().spawnZone().itemSpots())
        .containsExactly(
            new ItemSpot(1, 3, 2.5f, 1.5f, 60_000),
            new ItemSpot(ItemSpot.COINS, 999_999, 2.5f, 1.5f, 10_000));
    assertThat(TestContent.read(map).zones().spawnZone().itemSpots()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gold  | 2 | 1 | 1       | 60     | layer=items object=30 reason=unknown item: item=gold | items.conf, or coins
          bread | 0 | 1 | 1       | 60     | layer=items object at x=0.5 y=1.5 reason=inside a wall | where one can stand
          bread | 9 | 1 | 1       | 60     | layer=items object at x=9.5 y=1.5 reason=inside a wall | where one can stand
          bread | 2 | 1 | 0       | 60     | layer=items object=30 reason=out of range: amount=0.0 | from 1 to 100
          bread | 2 | 1 | 101     | 60     | layer=items object=30 reason=out of range: amount=101.0 | from 1 to 100
          sword | 2 | 1 | 2       | 60     | layer=items object=30 reason=out of range: amount=2.0 | from 1 to 1
          coins | 2 | 1 | 1000000 | 60     | layer=items object=30 reason=out of range: amount=1000000.0 | from 1 to 999999
          bread | 2 | 1 | 1       | 9      | layer=items object=30 reason=out of range: respawn-seconds=9.0 | from 10 to 604800
          bread | 2 | 1 | 1       | 604801 | layer=items object=30 reason=out of range: respawn-seconds | from 10 to 604800
          axe   | 3 | 2 | 1       | 60     | layer=items object at x=3.5 y=2.5 reason=the same item twice on one tile | move one
          """)
  void refusesItemsThatCannotAppear(
      String item, int x, int y, int amount, int seconds, String reason, String advice) {
    String text =
        TestContent.withSpots(
            map,
            TestContent.spot("axe", 3, 2, 1, 60),
            TestContent.spot(item, x, y, amount, seconds));

    assertThatThrownBy(() -> TestContent.read(text))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("file=test.tmj")
        .hasMessageContaining(reason)
        .hasMessageContaining(advice);
  }

  @Test
  void refusesMoreSpotsThanAZoneHasRoomFor() {
    String[] spots = new String[TiledMapReader.MAX_ITEM_SPOTS + 1];
    Arrays.fill(spots, TestContent.spot("bread", 2, 1, 1, 60));
    String text = TestContent.withSpots(map, spots);

    assertThatThrownBy(() -> TestContent.read(text))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("layer=items reason=out of range: objects=251.0");
  }

  @Test
  void refusesAMapThatIsCutOffAnywhere() {
    for (int length = 0; length < map.length() - 2; length += 7) {
      String text = map.substring(0, length);
      assertThatThrownBy(() -> TestContent.read(text))
          .as("length=" + length)
          .isInstanceOf(ContentException.class);
    }
  }

  @Test
  void namesBothMapsOfOneNumber() {
    assertThatThrownBy(() -> TestContent.readAll(List.of(map, map)))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("file=test1.tmj")
        .hasMessageContaining("the same number as in test.tmj: zone=1");
  }
}
