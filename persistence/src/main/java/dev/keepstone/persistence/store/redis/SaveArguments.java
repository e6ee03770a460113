package dev.keepstone.persistence.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keepstone.persistence.store.RowWrite;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of the save script. Rows go from where they were frozen into the
 * connection's buffer, without an object for each key and value: what Lettuce's own arguments make
 * of a row is several hundred bytes of garbage.
 *
 * <p>Encoded by the connection's thread, some time after the call.
 */
final class SaveArguments extends CommandArgs<String, byte[]> {
  /** For a row whose stored header we don't know for sure; no header is this short. */
  static final byte[] UNKNOWN_HEADER = {'-'};

  private static final int KEYS_PER_ROW = 1;
  private static final int VALUES_PER_ROW = 2;

  private final byte[] script;
  private final String serverKey;
  private final List<byte[]> fence;
  private final List<RowWrite> rows;
  private final List<byte[]> totals;

  /**
   * Keeps all of it.
   *
   * @param script its SHA or its source
   * @param fence values before the rows
   * @param totals values behind them
   */
  SaveArguments(
      byte[] script,
      String serverKey,
      List<byte[]> fence,
      List<RowWrite> rows,
      List<byte[]> totals) {
    super(RedisWire.CODEC);
    this.script = script;
    this.serverKey = serverKey;
    this.fence = fence;
    this.rows = rows;
    this.totals = totals;
  }

  private int keyCount() {
    return 1 + KEYS_PER_ROW * rows.size();
  }

  @Override
  public int count() {
    return 2 + keyCount() + fence.size() + VALUES_PER_ROW * rows.size() + totals.size();
  }

  @Override
  public void encode(ByteBuf out) {
    put(out, script);
    putCount(out, keyCount());
    put(out, serverKey);
    for (int i = 0; i < rows.size(); i++) {
      put(out, rows.get(i).key());
    }
    putAll(out, fence);
    for (int i = 0; i < rows.size(); i++) {
      RowWrite row = rows.get(i);
      byte @Nullable [] expected = row.expectedHeader();
      put(out, expected == null ? UNKNOWN_HEADER : expected);
      put(out, row.record());
    }
    putAll(out, totals);
  }

  private static void putAll(ByteBuf out, List<byte[]> values) {
    for (int i = 0; i < values.size(); i++) {
      put(out, values.get(i));
    }
  }

  private static void put(ByteBuf out, byte[] value) {
    putLength(out, value.length);
    out.writeBytes(value);
    putLineEnd(out);
  }

  /** Keys are ASCII. */
  private static void put(ByteBuf out, String key) {
    putLength(out, key.length());
    out.writeCharSequence(key, US_ASCII);
    putLineEnd(out);
  }

  private static void putCount(ByteBuf out, int value) {
    int digits = 1;
    for (int rest = value; rest >= 10; rest /= 10) {
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

  private static void putDecimal(ByteBuf out, int value) {
    int divisor = 1;
    while (value / divisor >= 10) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      out.writeByte('0' + value / divisor % 10);
    }
  }

  private static void putLineEnd(ByteBuf out) {
    out.writeByte('\r');
    out.writeByte('\n');
  }
}
