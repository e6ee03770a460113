package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlayerCodecTest {
  private final PlayerCodec codec = new PlayerCodec();
  private final RecordHeader header = new RecordHeader();

  @Test
  void readsWhatItWrote() {
    PlayerRecord written = player();
    PlayerRecord read = new PlayerRecord();

    assertThat(codec.decode(codec.encode(written, Fence.NEW), 77, read))
        .isEqualTo(DecodeOutcome.OK);

    assertThat(read).usingRecursiveComparison().isEqualTo(written);
  }

  @Test
  void readsNamesBeyondAscii() {
    PlayerRecord written = player();
    written.name = "Zoë 龍";
    PlayerRecord read = new PlayerRecord();
    codec.decode(codec.encode(written, Fence.NEW), 77, read);
    assertThat(read.name).isEqualTo(written.name);
  }

  @Test
  void writesOverASpentArrayOfTheSameLengthOnly() {
    byte[] spent = codec.encode(player(), Fence.NEW);
    byte[] before = spent.clone();
    PlayerRecord changed = player();
    changed.state.coins++;

    assertThat(codec.encode(changed, Fence.NEW, spent)).isSameAs(spent).isNotEqualTo(before);
    assertThat(spent).isEqualTo(codec.encode(changed, Fence.NEW));

    byte[] changedBytes = spent.clone();
    changed.name += "x";
    byte[] longer = codec.encode(changed, Fence.NEW, spent);
    assertThat(longer).isEqualTo(codec.encode(changed, Fence.NEW)).hasSize(spent.length + 1);
    assertThat(spent).as("left as it is").isEqualTo(changedBytes);
  }

  @Test
  void carriesTheFence() {
    Fence fence = new Fence(new Incarnation(-1, 0x0123456789abcdefL), 3, 4, 5, true);
    byte[] record = codec.encode(player(), fence);
    assertThat(header.wrap(record).fence()).isEqualTo(fence);
    assertThat(header.version()).isEqualTo(5);
    assertThat(header.released()).isTrue();
    assertThat(header.kind()).isEqualTo(RecordKind.PLAYER);
  }

  @Test
  void refusesThePlayerOfAnotherKey() {
    assertThat(codec.decode(codec.encode(player(), Fence.NEW), 78, new PlayerRecord()))
        .isEqualTo(DecodeOutcome.WRONG_ID);
  }

  @Test
  void refusesAnAccountAsPlayer() {
    byte[] account = new AccountCodec().encode(new AccountRecord("ann", "x", 77, 1));
    assertThat(codec.decode(account, 77, new PlayerRecord())).isEqualTo(DecodeOutcome.CORRUPT);
  }

  @Test
  void refusesNewerRecordsWithoutReadingThem() {
    byte[] record = codec.encode(player(), Fence.NEW);
    header.write(record, RecordKind.PLAYER, PlayerBodyDecoder.SCHEMA_VERSION + 1, Fence.NEW);
    PlayerRecord read = new PlayerRecord();
    assertThat(codec.decode(record, 77, read)).isEqualTo(DecodeOutcome.NEWER);
    assertThat(read.playerId).isZero();
  }

  @Test
  void refusesTooLargeRecordsBeforeLookingAtThem() {
    assertThat(codec.decode(new byte[RecordDescriptor.MAX_LENGTH + 1], 77, new PlayerRecord()))
        .isEqualTo(DecodeOutcome.TOO_LARGE);
  }

  @Test
  void looksTheSameForEver() {
    // A record as version 7 writes it. If this fails, stored worlds can't be read any more.
    byte[] record =
        codec.encode(player(), new Fence(new Incarnation(0xaL, 0xbL), 0x10, 0x20, 0x30, false));
    String header =
        new String(
            Arrays.copyOf(record, RecordDescriptor.HEADER_LENGTH), StandardCharsets.US_ASCII);
    assertThat(header)
        .isEqualTo(
            "KSR1P00070000b3c77f97560"
                + "000000000000000a000000000000000b"
                + "000000000010000000000020000000000030"
                + "a41cf8b5c9bbd0d52670");
  }

  private static PlayerRecord player() {
    PlayerRecord player = new PlayerRecord();
    player.playerId = 77;
    player.state.createdAtMs = 1;
    player.updatedAtMs = 2;
    player.lastSeenMs = 3;
    player.state.zone = 4;
    player.state.hp = 5;
    player.state.x = 6.5f;
    player.state.y = 7.5f;
    player.name = "ann";
    return player;
  }
}
