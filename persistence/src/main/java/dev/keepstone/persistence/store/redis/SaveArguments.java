package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.store.RowWrite;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** The arguments of one call of the save script: rows go on from where they were frozen. */
final class SaveArguments extends RespArguments {
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
    put(out, keyCount());
    put(out, serverKey);
    for (int i = 0; i < rows.size(); i++) {
      put(out, rows.get(i).key());
    }
    putAll(out, fence);
    for (int i = 0; i < rows.size(); i++) {
      putRow(out, rows.get(i));
    }
    putAll(out, totals);
  }
}
