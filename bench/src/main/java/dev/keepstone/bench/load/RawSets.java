package dev.keepstone.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * The limit: SETs down one raw socket, as many and as large as the vault's rows, as many of them in
 * flight. Keys and values are made beforehand.
 */
final class RawSets implements AutoCloseable {
  private static final byte[] SET = {'S', 'E', 'T'};

  private final RespSocket socket;
  private final byte[][] keys;
  private final byte[] value;
  private final int chunkRows;
  private final int chunksInFlight;

  RawSets(RespSocket socket, int keys, int valueBytes, int chunkRows, int chunksInFlight) {
    this.socket = socket;
    this.chunkRows = chunkRows;
    this.chunksInFlight = chunksInFlight;
    this.keys = new byte[keys][];
    for (int i = 0; i < keys; i++) {
      this.keys[i] = ("load:{s" + i % 64 + "}:" + i).getBytes(StandardCharsets.US_ASCII);
    }
    value = new byte[valueBytes];
    for (int i = 0; i < valueBytes; i++) {
      value[i] = (byte) ('a' + i % 26);
    }
  }

  /** Sets so many keys; returns how long that took. */
  long run(int count) {
    ArrayDeque<Integer> inFlight = new ArrayDeque<>(chunksInFlight);
    long startNs = System.nanoTime();
    for (int from = 0; from < count; from += chunkRows) {
      if (inFlight.size() == chunksInFlight) {
        receive(inFlight.removeFirst());
      }
      int to = Math.min(count, from + chunkRows);
      for (int i = from; i < to; i++) {
        socket.put(SET, keys[i % keys.length], value);
      }
      socket.send();
      inFlight.addLast(to - from);
    }
    while (!inFlight.isEmpty()) {
      receive(inFlight.removeFirst());
    }
    return System.nanoTime() - startNs;
  }

  private void receive(int count) {
    for (int i = 0; i < count; i++) {
      socket.receive();
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
