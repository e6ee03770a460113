package dev.keepstone.persistence.ledger;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.persistence.store.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Ledger entries as a text that people and scripts can read, too:
 *
 * <pre>
 *   keepstone-ledger-segment-1
 *   ENTRY-ID COMMIT KIND INITIATOR OPERATION ITEM AMOUNT ITEM-ID FROM FROM-KEY TO TO-KEY    a line a move
 *   ENTRY-ID COMMIT KIND INITIATOR OPERATION                                  an entry that moved nothing
 *   end LINES CRC32C-of-all-before-this-line
 * </pre>
 */
final class LedgerSegment {
  private static final String HEAD = "keepstone-ledger-segment-1\n";
  private static final int ENTRY_WORDS = 5;
  private static final int MOVE_WORDS = 12;

  private LedgerSegment() {}

  static byte[] encode(List<LedgerEntry> entries) {
    StringBuilder text = new StringBuilder(HEAD);
    int lines = 0;
    for (LedgerEntry entry : entries) {
      List<LedgerLine> moves = LedgerLines.decode(entry.lines());
      for (LedgerLine move : moves) {
        appendHead(text, entry);
        text.append(' ').append(move.item());
        text.append(' ').append(move.amount());
        text.append(' ').append(move.unique());
        text.append(' ').append(move.from()).append(' ').append(move.fromKey());
        text.append(' ').append(move.to()).append(' ').append(move.toKey()).append('\n');
      }
      if (moves.isEmpty()) {
        appendHead(text, entry);
        text.append('\n');
      }
      lines += Math.max(1, moves.size());
    }
    return text.append(end(lines, text)).toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void appendHead(StringBuilder text, LedgerEntry entry) {
    text.append(entry.id()).append(' ').append(entry.commit()).append(' ').append(entry.kind());
    text.append(' ').append(entry.initiator()).append(' ').append(entry.operation());
  }

  private static String end(int lines, CharSequence before) {
    CRC32C crc = new CRC32C();
    crc.update(before.toString().getBytes(StandardCharsets.US_ASCII));
    return String.format(Locale.ROOT, "end %d %08x%n", lines, crc.getValue()).replace("\r", "");
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when it is cut or changed
   */
  static List<LedgerEntry> decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.US_ASCII);
    int end = text.lastIndexOf("\nend ") + 1;
    if (!text.startsWith(HEAD) || end == 0) {
      throw new IllegalArgumentException("damaged ledger segment: it has no head or no end");
    }
    String body = text.substring(0, end);
    String[] lines = body.substring(HEAD.length()).split("\n", -1);
    int count = lines.length - 1;
    if (!text.substring(end).equals(end(count, body))) {
      throw new IllegalArgumentException("damaged ledger segment: the checksum differs");
    }
    List<LedgerEntry> entries = new ArrayList<>();
    List<LedgerLine> moves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String[] words = lines[i].split(" ", -1);
      if (words.length == MOVE_WORDS) {
        moves.add(move(words));
      } else if (words.length != ENTRY_WORDS) {
        throw new IllegalArgumentException("damaged ledger segment: line=" + (i + 2));
      }
      if (i + 1 == count || !lines[i + 1].startsWith(words[0] + ' ')) {
        entries.add(entry(words, moves));
        moves.clear();
      }
    }
    return entries;
  }

  private static LedgerLine move(String[] words) {
    return new LedgerLine(
        Integer.parseInt(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]),
        Container.valueOf(words[8]),
        Long.parseLong(words[9]),
        Container.valueOf(words[10]),
        Long.parseLong(words[11]));
  }

  private static LedgerEntry entry(String[] words, List<LedgerLine> moves) {
    return new LedgerEntry(
        words[0],
        Long.parseLong(words[4]),
        Long.parseLong(words[3]),
        Long.parseLong(words[1]),
        Integer.parseInt(words[2]),
        LedgerLines.encode(moves));
  }
}
