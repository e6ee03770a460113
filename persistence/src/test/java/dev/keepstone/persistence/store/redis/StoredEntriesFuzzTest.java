package dev.keepstone.persistence.store.redis;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.record.GroundEntryCodec;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.store.StoreException;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.StreamMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a store holds beside records is read, or refused by what is declared: ground entries
 * (null), ledger lines (IllegalArgumentException: a damaged entry), and fields and members of
 * Redis's hashes, streams and sorted sets (StoreException, BROKEN).
 *
 * <pre>input: u8 which | bytes; of Redis: pairs of  u8 length | name | u8 length | value</pre>
 */
class StoredEntriesFuzzTest {
  static Stream<byte[]> seeds() {
    LedgerLine line = new LedgerLine(3, 5, 0, Container.INVENTORY, 1, Container.BANK, 1);
    return Stream.of(
        input(0, GroundEntryCodec.encode(new GroundItem(0, 3, 5, 0, 9, 1, 2))),
        input(1, LedgerLines.encode(List.of(line, line))),
        input(2, pairs("12", "x", "k:7:1", "20", "t:7", "300", ".", "1 2 3")),
        input(3, pairs("o", "1", "i", "2", "c", "3", "k", "4", "l", "")),
        input(4, pairs("7fffffffffffffb2", "1")),
        input(5, pairs("77", "000000000000000a000000000000000b")),
        input(6, pairs("OK", "77")));
  }

  private static byte[] pairs(String... texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : texts) {
      bytes.write(text.length());
      bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private static byte[] input(int which, byte[] rest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(which);
    bytes.writeBytes(rest);
    return bytes.toByteArray();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    switch (input[0]) {
      case 0 -> groundEntry(rest);
      case 1 -> ledgerLines(rest);
      default -> {
        try {
          ofRedis(input[0], mapOf(rest));
        } catch (StoreException refused) {
          if (refused.reason() != StoreException.Reason.BROKEN) {
            throw refused;
          }
        }
      }
    }
  }

  private static void groundEntry(byte[] bytes) {
    GroundItem item = GroundEntryCodec.decode(0, bytes);
    if (item != null && !item.equals(GroundEntryCodec.decode(0, GroundEntryCodec.encode(item)))) {
      throw new AssertionError("written and read again it is another: " + item);
    }
  }

  private static void ledgerLines(byte[] bytes) {
    List<LedgerLine> lines;
    try {
      lines = LedgerLines.decode(bytes);
    } catch (IllegalArgumentException damaged) {
      return;
    }
    if (!lines.equals(LedgerLines.decode(LedgerLines.encode(lines)))) {
      throw new AssertionError("written and read again they are others: " + lines);
    }
  }

  private static void ofRedis(int which, Map<String, byte[]> fields) {
    List<ScoredValue<byte[]>> members =
        fields.keySet().stream()
            .map(name -> ScoredValue.just(1.5, name.getBytes(StandardCharsets.ISO_8859_1)))
            .toList();
    switch (which) {
      case 2 -> RedisReplies.zoneContents(fields);
      case 3 -> RedisReplies.ledger(List.of(new StreamMessage<>("ledger", "1-1", fields)));
      case 4 -> RedisReplies.board(members);
      case 5 -> RedisReplies.online(fields);
      case 6 -> RedisReplies.claim(List.copyOf(fields.values()));
      default -> RedisReplies.quarantined(members);
    }
  }

  private static Map<String, byte[]> mapOf(byte[] bytes) {
    Map<String, byte[]> map = new LinkedHashMap<>();
    int at = 0;
    while (at < bytes.length) {
      byte[] name = part(bytes, at);
      at += 1 + name.length;
      byte[] value = part(bytes, at);
      at += 1 + value.length;
      map.put(new String(name, StandardCharsets.ISO_8859_1), value);
    }
    return map;
  }

  private static byte[] part(byte[] bytes, int at) {
    if (at >= bytes.length) {
      return new byte[0];
    }
    return Arrays.copyOfRange(bytes, at + 1, Math.min(at + 1 + (bytes[at] & 0xFF), bytes.length));
  }
}
