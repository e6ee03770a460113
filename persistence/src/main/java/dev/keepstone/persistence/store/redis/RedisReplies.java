package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.ResumeReply.Difference;
import dev.keepstone.persistence.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What scripts answer, as Lettuce hands it over (lists of byte arrays and longs), read strictly: an
 * answer of another shape is BROKEN, never guessed at. Pure.
 */
final class RedisReplies {
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

  static ResumeReply resume(@Nullable Object reply, int holdingCount) {
    List<?> list = list(reply);
    String outcome = text(at(list, 0));
    if (!outcome.equals("OK")) {
      return new ResumeReply(word(ResumeReply.Outcome.class, at(list, 0)), List.of());
    }
    List<Difference> differing = new ArrayList<>();
    for (int i = 1; i < list.size(); i += 2) {
      differing.add(new Difference(index(at(list, i), holdingCount), bytes(at(list, i + 1))));
    }
    return new ResumeReply(ResumeReply.Outcome.RESUMED, differing);
  }

  static <E extends Enum<E>> E word(Class<E> type, @Nullable Object reply) {
    String word = text(reply);
    try {
      return Enum.valueOf(type, word);
    } catch (IllegalArgumentException e) {
      throw broken("unknown word: " + word);
    }
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
