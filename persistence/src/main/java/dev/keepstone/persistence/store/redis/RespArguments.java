package dev.keepstone.persistence.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keepstone.persistence.store.RowWrite;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a script call that go into the connection's buffer without an object for each key
 * and value: what Lettuce's own arguments make of a row is several hundred bytes of garbage.
 *
 * <p>Encoded by the connection's thread, some time after the call.
 */
abstract class RespArguments extends CommandArgs<String, byte[]> {
  /** For a row whose stored header we don't know for sure; no header is this short. */
  private static final byte[] UNKNOWN_HEADER = {'-'};

  RespArguments() {
    super(RedisWire.CODEC);
  }

  /** The header that the row may follow, then the record. */
  static void putRow(ByteBuf out, RowWrite row) {
    byte @Nullable [] expected = row.expectedHeader();
    put(out, expected == null ? UNKNOWN_HEADER : expected);
    put(out, row.record());
  }

  static void putAll(ByteBuf out, List<byte[]> values) {
    for (int i = 0; i < values.size(); i++) {
      put(out, values.get(i));
    }
  }

  static void put(ByteBuf out, byte[] value) {
    putLength(out, value.length);
    out.writeBytes(value);
    putLineEnd(out);
  }

  /** Keys are ASCII. */
  static void put(ByteBuf out, String key) {
    putLength(out, key.length());
    out.writeCharSequence(key, US_ASCII);
    putLineEnd(out);
  }

  /** A number from 0 on, in decimal. */
  static void put(ByteBuf out, long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    putLength(out, digits);
    putDecimal(out, value);
    putLineEnd(out);
  }

  private static void putLength(ByteBuf out, int length) {
    out.writeByte('$');
    putDecimal(out, length);
    putLineEnd(out);
  }

  private static void putDecimal(ByteBuf out, long value) {
    long divisor = 1;
    while (value / divisor >= 10) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      out.writeByte((int) ('0' + value / divisor % 10));
    }
  }

  private static void putLineEnd(ByteBuf out) {
    out.writeByte('\r');
    out.writeByte('\n');
  }
}
