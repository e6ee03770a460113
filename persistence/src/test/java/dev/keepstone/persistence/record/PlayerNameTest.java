package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A name that could not be written again must not be played: the first save would fail. */
class PlayerNameTest {
  private final PlayerCodec codec = new PlayerCodec();

  @Test
  void keepsTheLongestNameAndRefusesALongerOne() {
    assertThat(decode(named("x".repeat(PlayerCodec.MAX_NAME_BYTES)))).isEqualTo(DecodeOutcome.OK);
    assertThat(decode(named("x".repeat(PlayerCodec.MAX_NAME_BYTES + 1))))
        .isEqualTo(DecodeOutcome.CORRUPT);
  }

  @Test
  void refusesANameThatIsNoText() {
    byte[] record = named("xyz");
    record[record.length - 1] = (byte) 0xFF;
    new RecordHeader().write(record, RecordKind.PLAYER, 6, Fence.NEW);

    assertThat(decode(record)).isEqualTo(DecodeOutcome.CORRUPT);
  }

  private DecodeOutcome decode(byte[] record) {
    return codec.decode(record, 77, new PlayerRecord());
  }

  private byte[] named(String name) {
    PlayerRecord player = new PlayerRecord();
    player.playerId = 77;
    player.name = name;
    return codec.encode(player, Fence.NEW);
  }
}
