package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardEntry;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.KeySlice;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.ResumeReply.Difference;
import dev.keepstone.persistence.store.Stock;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.ZoneAnswer;
import dev.keepstone.persistence.store.ZoneContents;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import dev.keepstone.persistence.store.ZoneVerdict;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What scripts answer, as Lettuce hands it over (lists of byte arrays and longs), read strictly: an
 * answer of another shape is BROKEN, never guessed at. Pure.
 */
final class RedisReplies {
  private static final int MAX_UNSIGNED_SHORT = 65_535;
  private static final int BOARD_MEMBER_DIGITS = 16;

  private RedisReplies() {}

  static ClaimReply claim(@Nullable Object reply) {
    List<?> list = list(reply);
    ClaimOutcome outcome = word(ClaimOutcome.class, at(list, 0));
    return outcome == ClaimOutcome.OK
        ? new ClaimReply(outcome, bytes(at(list, 1)))
        : ClaimReply.refused(outcome);
  }

  static List<RowVerdict> save(@Nullable Object reply, int rowCount) {
    List<?> refused = list(reply);
    List<RowVerdict> verdicts = new ArrayList<>(rowCount);
    for (int i = 0; i < rowCount; i++) {
      verdicts.add(RowVerdict.OK);
    }
    for (int i = 0; i < refused.size(); i += 2) {
      verdicts.set(index(at(refused, i), rowCount), word(RowVerdict.class, at(refused, i + 1)));
    }
    return verdicts;
  }

  static ResumeReply resume(@Nullable Object reply, int holdingCount, int zoneCount) {
    List<?> list = list(reply);
    if (!text(at(list, 0)).equals("OK")) {
      return ResumeReply.refused(word(ResumeReply.Outcome.class, at(list, 0)));
    }
    List<?> records = list(at(list, 1));
    List<Difference> differing = new ArrayList<>();
    for (int i = 0; i < records.size(); i += 2) {
      differing.add(new Difference(index(at(records, i), holdingCount), bytes(at(records, i + 1))));
    }
    List<Integer> zones = new ArrayList<>();
    for (Object zone : list(at(list, 2))) {
      zones.add(index(zone, zoneCount));
    }
    return new ResumeReply(ResumeReply.Outcome.RESUMED, differing, zones);
  }

  /**
   * One answer for each operation.
   *
   * @throws StoreException when one met an error that passes: what became of the call is to be
   *     found out by sending all of it again
   */
  static List<CommitReply> commits(@Nullable Object reply, List<CommitWrite> commits) {
    List<?> answers = list(reply, commits.size());
    List<CommitReply> replies = new ArrayList<>(commits.size());
    for (int i = 0; i < commits.size(); i++) {
      replies.add(commit(answers.get(i), commits.get(i)));
    }
    return replies;
  }

  private static CommitReply commit(@Nullable Object reply, CommitWrite commit) {
    List<?> list = list(reply);
    if (text(at(list, 0)).equals("FAILED")) {
      StoreException failure = RedisFailure.inScript(text(at(list, 1)));
      if (failure.reason() != StoreException.Reason.BROKEN) {
        throw failure;
      }
      return CommitReply.failed(String.valueOf(failure.getMessage()));
    }
    List<RowVerdict> rows = new ArrayList<>();
    for (Object verdict : list(at(list, 1), commit.rows().size())) {
      rows.add(word(RowVerdict.class, verdict));
    }
    return new CommitReply(
        word(CommitReply.Outcome.class, at(list, 0)),
        rows,
        commit.zone() == null ? null : zoneAnswer(list, commit.zone()));
  }

  private static ZoneAnswer zoneAnswer(List<?> list, ZonePart part) {
    List<Boolean> there = new ArrayList<>();
    for (Object isThere : list(at(list, 4), part.taken().size() + part.given().size())) {
      there.add(isOne(isThere));
    }
    List<Long> counts = new ArrayList<>();
    for (Object count : list(at(list, 5), part.counted().size())) {
      counts.add(decimal(count));
    }
    return new ZoneAnswer(word(ZoneVerdict.class, at(list, 2)), number(at(list, 3)), there, counts);
  }

  static ZoneReply zone(@Nullable Object reply) {
    List<?> list = list(reply);
    ZoneReply.Outcome outcome = word(ZoneReply.Outcome.class, at(list, 0));
    if (outcome != ZoneReply.Outcome.OK) {
      return ZoneReply.refused(outcome);
    }
    List<?> fields = list(at(list, 4));
    Map<String, Object> byName = new HashMap<>();
    for (int i = 0; i < fields.size(); i += 2) {
      byName.put(text(at(fields, i)), at(fields, i + 1));
    }
    ZoneContents contents = zoneContents(byName);
    return new ZoneReply(
        outcome,
        number(at(list, 1)),
        number(at(list, 2)),
        number(at(list, 3)),
        contents.entries(),
        contents.stocks());
  }

  static ZoneContents zoneContents(@Nullable Map<String, ?> fields) {
    if (fields == null) {
      throw broken("no fields");
    }
    List<GroundEntry> entries = new ArrayList<>();
    List<Stock> stocks = new ArrayList<>();
    fields.forEach(
        (field, value) -> {
          if (isDecimal(field)) {
            entries.add(new GroundEntry(Long.parseLong(field), bytes(value)));
          } else if (!field.equals(".")) {
            stocks.add(stock(field, decimal(value)));
          }
        });
    entries.sort(Comparator.comparingLong(GroundEntry::entry));
    stocks.sort(Comparator.comparingInt(Stock::shop).thenComparingInt(Stock::kind));
    return new ZoneContents(entries, stocks);
  }

  /** Of a field {@code k:SHOP:KIND} or {@code t:SHOP}. */
  private static Stock stock(String field, long count) {
    String[] parts = field.split(":", -1);
    if (parts.length == 3 && parts[0].equals("k")) {
      return new Stock(unsignedShort(parts[1], field), unsignedShort(parts[2], field), count);
    }
    if (parts.length == 2 && parts[0].equals("t")) {
      return new Stock(unsignedShort(parts[1], field), 0, count);
    }
    throw broken("field of a zone: " + field);
  }

  /**
   * Shops and kinds are 16 bits wide in messages: a larger number would become another one there.
   */
  private static int unsignedShort(String text, String field) {
    long number = isDecimal(text) ? Long.parseLong(text) : -1;
    if (number < 0 || number > MAX_UNSIGNED_SHORT) {
      throw broken("field of a zone: " + field);
    }
    return (int) number;
  }

  static List<Long> numbers(@Nullable Object reply) {
    List<Long> numbers = new ArrayList<>();
    for (Object number : list(reply)) {
      numbers.add(decimal(number));
    }
    return numbers;
  }

  static <E extends Enum<E>> E word(Class<E> type, @Nullable Object reply) {
    String word = text(reply);
    try {
      return Enum.valueOf(type, word);
    } catch (IllegalArgumentException e) {
      throw broken("unknown word: " + word);
    }
  }

  static KeySlice slice(@Nullable KeyScanCursor<String> cursor) {
    if (cursor == null) {
      throw broken("no cursor");
    }
    return new KeySlice(List.copyOf(cursor.getKeys()), cursor.getCursor(), cursor.isFinished());
  }

  static List<LedgerEntry> ledger(@Nullable List<StreamMessage<String, byte[]>> messages) {
    List<LedgerEntry> entries = new ArrayList<>();
    for (StreamMessage<String, byte[]> message : list(messages)) {
      Map<String, byte[]> body = message.getBody();
      entries.add(
          new LedgerEntry(
              message.getId(),
              decimal(body.get("o")),
              decimal(body.get("i")),
              decimal(body.get("c")),
              (int) decimal(body.get("k")),
              bytes(body.get("l"))));
    }
    return entries;
  }

  static List<BoardEntry> board(@Nullable List<ScoredValue<byte[]>> members) {
    List<BoardEntry> entries = new ArrayList<>();
    for (ScoredValue<byte[]> member : list(members)) {
      long playerId = Board.playerOf(memberOfBoard(member.getValue()));
      entries.add(new BoardEntry(playerId, (long) member.getScore()));
    }
    return entries;
  }

  static SortedMap<Long, Long> quarantined(@Nullable List<ScoredValue<byte[]>> members) {
    SortedMap<Long, Long> endsMs = new TreeMap<>();
    for (ScoredValue<byte[]> member : list(members)) {
      endsMs.put(decimal(member.getValue()), (long) member.getScore());
    }
    return endsMs;
  }

  static SortedMap<Long, Incarnation> online(@Nullable Map<String, byte[]> fields) {
    SortedMap<Long, Incarnation> owners = new TreeMap<>();
    if (fields == null) {
      throw broken("no fields");
    }
    fields.forEach(
        (id, owner) -> {
          if (!isDecimal(id)) {
            throw broken("not a player id: " + id);
          }
          owners.put(Long.parseLong(id), Incarnation.ofHex(hex(owner, Incarnation.HEX_LENGTH)));
        });
    return owners;
  }

  /** Its highest bit is never set: ids are positive. */
  private static String memberOfBoard(@Nullable Object reply) {
    String member = hex(reply, BOARD_MEMBER_DIGITS);
    if (member.charAt(0) > '7') {
      throw broken("not a member of a leaderboard: " + member);
    }
    return member;
  }

  static boolean isTrue(@Nullable Boolean reply) {
    return Boolean.TRUE.equals(reply);
  }

  /** Of a command that has failed or said what it always says. */
  @SuppressWarnings("NullAway") // a Void has no other value
  static Void nothing(@Nullable Object reply) {
    return null;
  }

  private static <T> List<T> list(@Nullable List<T> reply) {
    if (reply == null) {
      throw broken("not a list");
    }
    return reply;
  }

  static boolean isOne(@Nullable Object reply) {
    return number(reply) == 1;
  }

  static long number(@Nullable Object reply) {
    if (reply instanceof Long number) {
      return number;
    }
    throw broken("not a number");
  }

  private static int index(@Nullable Object reply, int limit) {
    long index = number(reply);
    if (index < 0 || index >= limit) {
      throw broken("index=" + index + " limit=" + limit);
    }
    return (int) index;
  }

  private static List<?> list(@Nullable Object reply) {
    if (reply instanceof List<?> list) {
      return list;
    }
    throw broken("not a list");
  }

  private static List<?> list(@Nullable Object reply, int size) {
    List<?> list = list(reply);
    if (list.size() != size) {
      throw broken("size=" + list.size() + " expected=" + size);
    }
    return list;
  }

  private static boolean isDecimal(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static long decimal(@Nullable Object reply) {
    String text = text(reply);
    if (!isDecimal(text)) {
      throw broken("not a decimal number: " + text);
    }
    return Long.parseLong(text);
  }

  private static String hex(@Nullable Object reply, int digits) {
    String text = text(reply);
    boolean isHex = text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (text.length() != digits || !isHex) {
      throw broken("not hex digits=" + digits + ": " + text);
    }
    return text;
  }

  private static @Nullable Object at(List<?> list, int index) {
    if (index < list.size()) {
      return list.get(index);
    }
    throw broken("too short: size=" + list.size());
  }

  private static byte[] bytes(@Nullable Object reply) {
    if (reply instanceof byte[] bytes) {
      return bytes;
    }
    throw broken("not a string");
  }

  private static String text(@Nullable Object reply) {
    return new String(bytes(reply), StandardCharsets.US_ASCII);
  }

  private static StoreException broken(String what) {
    return new StoreException(
        StoreException.Reason.BROKEN, "a script's answer makes no sense: " + what);
  }
}
