package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No damaged record may load as a value, least of all as another one. */
class RecordDamageTest {
  private static final long ID = 0x1234_5678L;

  private final PlayerCodec players = new PlayerCodec();
  private final AccountCodec accounts = new AccountCodec();

  @Test
  void noSingleFlippedBitOfAPlayerLoads() {
    byte[] sound = player();
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = flip(sound, bit);
      assertThat(players.decode(damaged, ID, new PlayerRecord()))
          .as("bit %d", bit)
          .isEqualTo(DecodeOutcome.CORRUPT);
    }
  }

  @Test
  void noSingleFlippedBitOfAnAccountLoads() {
    byte[] sound = account();
    for (int bit = 0; bit < sound.length * 8; bit++) {
      assertThat(accounts.decode(flip(sound, bit), "ann"))
          .as("bit %d", bit)
          .isEqualTo(DecodeOutcome.CORRUPT);
    }
  }

  @Test
  void noTwoFlippedBitsOfAHeaderLoad() {
    byte[] sound = player();
    int headerBits = RecordDescriptor.HEADER_LENGTH * 8;
    RecordHeader header = new RecordHeader();
    for (int first = 0; first < headerBits; first++) {
      for (int second = first + 1; second < headerBits; second += 7) {
        byte[] damaged = flip(flip(sound, first), second);
        assertThat(header.wrap(damaged).isHeaderIntact()).as("bits %d %d", first, second).isFalse();
      }
    }
  }

  @Test
  void noTruncationLoads() {
    byte[] player = player();
    byte[] account = account();
    for (int length = 0; length < player.length; length++) {
      assertThat(players.decode(Arrays.copyOf(player, length), ID, new PlayerRecord()))
          .isEqualTo(DecodeOutcome.CORRUPT);
    }
    for (int length = 0; length < account.length; length++) {
      assertThat(accounts.decode(Arrays.copyOf(account, length), "ann"))
          .isEqualTo(DecodeOutcome.CORRUPT);
    }
  }

  @Test
  void noAppendedByteLoads() {
    byte[] player = player();
    byte[] longer = Arrays.copyOf(player, player.length + 1);
    assertThat(players.decode(longer, ID, new PlayerRecord())).isEqualTo(DecodeOutcome.CORRUPT);
  }

  @Test
  void noRandomBytesLoad() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      bodies.add(bytes);
    }
    for (byte[] bytes : bodies) {
      assertThat(players.decode(bytes, ID, new PlayerRecord()))
          .as("seed %d", seed)
          .isEqualTo(DecodeOutcome.CORRUPT);
    }
  }

  @Test
  void aSoundHeaderBeforeASenselessBodyIsCorrupt() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RecordHeader header = new RecordHeader();
    for (int i = 0; i < 20_000; i++) {
      byte[] record = player();
      int from = RecordDescriptor.HEADER_LENGTH;
      int length = from + random.nextInt(record.length - from + 1);
      record = Arrays.copyOf(record, length);
      if (random.nextBoolean() && length > from) {
        record[from + random.nextInt(Math.min(8, length - from))] = (byte) random.nextInt();
      }
      header.write(record, RecordKind.PLAYER, PlayerBodyDecoder.SCHEMA_VERSION, Fence.NEW);
      if (Arrays.equals(record, player())) {
        continue;
      }
      assertThat(players.decode(record, ID, new PlayerRecord()))
          .as("seed %d try %d", seed, i)
          .isEqualTo(DecodeOutcome.CORRUPT);
    }
  }

  private static byte[] flip(byte[] sound, int bit) {
    byte[] damaged = sound.clone();
    damaged[bit / 8] ^= (byte) (1 << (bit % 8));
    return damaged;
  }

  private byte[] player() {
    PlayerRecord player = new PlayerRecord();
    player.playerId = ID;
    player.state.createdAtMs = 1_700_000_000_000L;
    player.updatedAtMs = 1_700_000_000_001L;
    player.lastSeenMs = 1_700_000_000_002L;
    player.state.zone = 1;
    player.state.hp = 100;
    player.state.x = 12.5f;
    player.state.y = -3.25f;
    player.state.inventory.set(3, 1, 5, 0);
    player.state.bank.set(95, 31, 1, 77);
    player.state.skillXp[2] = 1_000;
    player.state.lifetimeXp = 1_000;
    player.name = "ann";
    return players.encode(player, Fence.NEW);
  }

  private byte[] account() {
    return accounts.encode(new AccountRecord("ann", "$argon2id$v=19$m=19456", ID, 1));
  }
}
