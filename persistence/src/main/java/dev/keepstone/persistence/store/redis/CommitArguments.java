package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.ZonePart;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** The arguments of one call of the commit script: operations, one after the other. */
final class CommitArguments extends RespArguments {
  /** Numbers of keys, values and rows, lines, operation, initiator, commit, kind. */
  private static final int VALUES_BEFORE_ROWS = 8;

  private static final int VALUES_PER_ROW = 2;

  private final byte[] script;
  private final String serverKey;
  private final List<byte[]> fence;
  private final List<CommitWrite> commits;

  /** Of each operation, what stands behind its rows. */
  private final List<List<byte[]>> behindRows;

  /**
   * Keeps all of it.
   *
   * @param script its SHA or its source
   * @param fence values before the operations
   * @param behindRows of each operation, its zone's values and the totals for the leaderboards
   */
  CommitArguments(
      byte[] script,
      String serverKey,
      List<byte[]> fence,
      List<CommitWrite> commits,
      List<List<byte[]>> behindRows) {
    this.script = script;
    this.serverKey = serverKey;
    this.fence = new ArrayList<>(fence);
    this.commits = commits;
    this.behindRows = behindRows;
  }

  private static int keyCount(CommitWrite commit) {
    return commit.rows().size() + (commit.zone() == null ? 0 : 2);
  }

  private int valueCount(int index) {
    return VALUES_BEFORE_ROWS
        + VALUES_PER_ROW * commits.get(index).rows().size()
        + behindRows.get(index).size();
  }

  private int keyCount() {
    int keys = 1;
    for (int i = 0; i < commits.size(); i++) {
      keys += keyCount(commits.get(i));
    }
    return keys;
  }

  @Override
  public int count() {
    int values = fence.size() + 1;
    for (int i = 0; i < commits.size(); i++) {
      values += valueCount(i);
    }
    return 2 + keyCount() + values;
  }

  @Override
  public void encode(ByteBuf out) {
    put(out, script);
    put(out, keyCount());
    put(out, serverKey);
    for (int i = 0; i < commits.size(); i++) {
      putKeys(out, commits.get(i));
    }
    putAll(out, fence);
    put(out, commits.size());
    for (int i = 0; i < commits.size(); i++) {
      putValues(out, i);
    }
  }

  private static void putKeys(ByteBuf out, CommitWrite commit) {
    List<RowWrite> rows = commit.rows();
    for (int i = 0; i < rows.size(); i++) {
      put(out, rows.get(i).key());
    }
    ZonePart zone = commit.zone();
    if (zone != null) {
      put(out, Keys.zone(zone.zone()));
      put(out, Keys.ground(zone.zone()));
    }
  }

  private void putValues(ByteBuf out, int index) {
    CommitWrite commit = commits.get(index);
    List<RowWrite> rows = commit.rows();
    put(out, keyCount(commit));
    put(out, valueCount(index));
    put(out, rows.size());
    put(out, commit.ledgerLines());
    put(out, commit.operation());
    put(out, commit.initiator());
    put(out, commit.commitId());
    put(out, commit.kind());
    for (int i = 0; i < rows.size(); i++) {
      putRow(out, rows.get(i));
    }
    putAll(out, behindRows.get(index));
  }
}
