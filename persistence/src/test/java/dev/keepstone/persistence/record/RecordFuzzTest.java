package dev.keepstone.persistence.record;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.validation.LoadOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes under the key of a player or an account are judged, never thrown over: as they are, and
 * as the body behind a sound header of any schema version, so that the codecs and the migrations
 * are reached. What may be played can be written, and is read again as the same.
 *
 * <pre>input: u8 kind (0: player, 1: account, else: as it is) | u8 schema version | body</pre>
 */
class RecordFuzzTest {
  private static final long PLAYER_ID = 77;
  private static final String NAME = "ann";
  private static final int NEWEST_OF_GOLDEN = 6;

  static Stream<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int version = 1; version <= NEWEST_OF_GOLDEN; version++) {
      seeds.add(seed(0, version, body(golden("player-v" + version))));
    }
    seeds.add(seed(0, NEWEST_OF_GOLDEN, body(named("x".repeat(PlayerCodec.MAX_NAME_BYTES)))));
    seeds.add(seed(0, NEWEST_OF_GOLDEN, body(named("x".repeat(4_000)))));
    seeds.add(seed(1, 5, body(golden("account-v5"))));
    AccountRecord account = new AccountRecord(NAME, "$hash", PLAYER_ID, 1);
    seeds.add(seed(1, NEWEST_OF_GOLDEN, body(new AccountCodec().encode(account))));
    seeds.add(seed(2, 0, new AccountCodec().encode(account)));
    seeds.add(seed(2, 0, golden("player-v6")));
    return seeds.stream();
  }

  private static byte[] golden(String name) {
    String resource = "/dev/keepstone/persistence/migration/" + name + ".hex";
    try (InputStream in =
        Objects.requireNonNull(RecordFuzzTest.class.getResourceAsStream(resource))) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] named(String name) {
    PlayerRecord player = new PlayerRecord();
    player.playerId = PLAYER_ID;
    player.name = name;
    return new PlayerCodec().encode(player, Fence.NEW);
  }

  private static byte[] body(byte[] record) {
    return Arrays.copyOfRange(record, RecordDescriptor.HEADER_LENGTH, record.length);
  }

  private static byte[] seed(int kind, int version, byte[] body) {
    ByteArrayOutputStream seed = new ByteArrayOutputStream();
    seed.write(kind);
    seed.write(version);
    seed.writeBytes(body);
    return seed.toByteArray();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isJudged(byte[] input) {
    if (input.length < 2) {
      return;
    }
    byte[] body = Arrays.copyOfRange(input, 2, input.length);
    switch (input[0]) {
      case 0 -> player(behindHeader(RecordKind.PLAYER, input[1] & 0xFF, body), PLAYER_ID);
      case 1 -> account(behindHeader(RecordKind.ACCOUNT, input[1] & 0xFF, body));
      default -> {
        player(body, PLAYER_ID);
        account(body);
      }
    }
  }

  private static byte[] behindHeader(RecordKind kind, int version, byte[] body) {
    byte[] record = new byte[RecordDescriptor.HEADER_LENGTH + body.length];
    System.arraycopy(body, 0, record, RecordDescriptor.HEADER_LENGTH, body.length);
    new RecordHeader().write(record, kind, version, Fence.NEW);
    return record;
  }

  private static void player(byte[] stored, long playerId) {
    PlayerRecord player = new PlayerRecord();
    LoadOutcome outcome = LoadCheck.withoutContent().judge(stored, playerId, player);
    if (outcome != LoadOutcome.OK && outcome != LoadOutcome.CLAMP) {
      return;
    }
    byte[] written = new PlayerCodec().encode(player, Fence.NEW);
    PlayerRecord again = new PlayerRecord();
    DecodeOutcome decoded = new PlayerCodec().decode(written, playerId, again);
    if (decoded != DecodeOutcome.OK
        || !again.name.equals(player.name)
        || again.state.coins != player.state.coins
        || !sameItems(again.state, player.state)
        || !Arrays.equals(written, new PlayerCodec().encode(again, Fence.NEW))) {
      throw new AssertionError("written and read again it is another: decoded=" + decoded);
    }
  }

  private static boolean sameItems(PlayerState one, PlayerState other) {
    for (int slot = 0; slot < one.inventory.size(); slot++) {
      if (one.inventory.kind(slot) != other.inventory.kind(slot)
          || one.inventory.count(slot) != other.inventory.count(slot)
          || one.inventory.unique(slot) != other.inventory.unique(slot)) {
        return false;
      }
    }
    return true;
  }

  private static void account(byte[] stored) {
    AccountCodec codec = new AccountCodec();
    if (codec.decode(stored, NAME) != DecodeOutcome.OK) {
      return;
    }
    AccountRecord account = codec.decoded();
    AccountCodec again = new AccountCodec();
    if (again.decode(codec.encode(account), NAME) != DecodeOutcome.OK
        || !again.decoded().equals(account)) {
      throw new AssertionError("written and read again it is another: " + account);
    }
  }
}
