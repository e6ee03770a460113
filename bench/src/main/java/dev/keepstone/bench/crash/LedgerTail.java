package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.net.bot.BotLedgerLine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows the bots' ledger as it grows: what was acknowledged since it was last {@link #settle
 * settled}, and who has been heard of since a moment. One thread.
 */
final class LedgerTail {
  private final Path file;
  private final Set<String> heard = new HashSet<>();
  private final Set<String> entered = new TreeSet<>();
  private final Map<OperationId, BotLedgerLine> saved = new LinkedHashMap<>();
  private final Map<OperationId, BotLedgerLine> refused = new HashMap<>();
  private final Map<Long, BotLedgerLine> newest = new HashMap<>();
  private long readTo;
  private long heardSinceMs;
  private long acknowledged;

  LedgerTail(Path file) {
    this.file = file;
  }

  /** Reads what is new. A line that is not at its end yet stays for the next time. */
  void read() {
    if (Files.notExists(file)) {
      return;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      int length = (int) Math.min(Integer.MAX_VALUE - 8, in.length() - readTo);
      byte[] bytes = new byte[length];
      in.seek(readTo);
      in.readFully(bytes);
      String text = new String(bytes, StandardCharsets.US_ASCII);
      int end = text.lastIndexOf('\n') + 1;
      readTo += end;
      text.substring(0, end).lines().forEach(this::add);
    } catch (IOException e) {
      throw new LoadException("the bots' ledger can't be read: file=" + file, e);
    }
  }

  private void add(String text) {
    BotLedgerLine line;
    try {
      line = BotLedgerLine.parse(text);
    } catch (IllegalArgumentException e) {
      // The bots were killed while they wrote it, so it was never on their disk as a whole.
      return;
    }
    if (line.kind() == BotLedgerLine.What.STARTED) {
      refused.clear();
      return;
    }
    if (line.timeMs() >= heardSinceMs) {
      heard.add(line.bot());
    }
    OperationId id = new OperationId(line.playerId(), line.operation());
    switch (line.kind()) {
      case ENTERED -> entered.add(line.bot());
      case SAVED -> {
        if (saved.put(id, line) == null) {
          acknowledged++;
        }
        newest.put(line.playerId(), line);
      }
      case REFUSED -> refused.put(id, line);
      case STARTED -> {}
    }
  }

  /** From now on {@link #heard} counts anew, from this wall clock on. */
  void listenFrom(long nowMs) {
    heardSinceMs = nowMs;
    heard.clear();
  }

  /** Bots who came in or were answered since then. */
  int heard() {
    return heard.size();
  }

  /** Bots who were ever in, by name. */
  Set<String> everEntered() {
    return entered;
  }

  /** Operations acknowledged since the beginning, each once. */
  long acknowledged() {
    return acknowledged;
  }

  /** Operations acknowledged and not settled yet, oldest first. */
  Map<OperationId, BotLedgerLine> saved() {
    return saved;
  }

  /** Operations refused by the bots' process of now, and not settled yet. */
  Map<OperationId, BotLedgerLine> refused() {
    return refused;
  }

  /** The newest acknowledgement of each player. */
  Map<Long, BotLedgerLine> newest() {
    return newest;
  }

  /** What bots had so far says nothing any more: somebody else has given them something. */
  void forgetHoldings() {
    newest.clear();
  }

  /** All that was read is compared. */
  void settle() {
    saved.clear();
    refused.clear();
  }
}
