package dev.keepstone.net.server;

import dev.keepstone.persistence.record.AccountRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a ban is told: to its player, and to operators. */
public final class BanText {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private BanText() {}

  /**
   * Such as {@code until 2030-01-31 12:00 UTC: spam}.
   *
   * @param nowMs wall clock
   * @return null when the account is not banned, or no longer
   */
  public static @Nullable String of(AccountRecord account, long nowMs) {
    if (account.bannedUntilMs() <= nowMs) {
      return null;
    }
    String end =
        account.bannedUntilMs() == AccountRecord.FOR_GOOD
            ? "for good"
            : "until " + MINUTE.format(Instant.ofEpochMilli(account.bannedUntilMs()));
    return account.banReason().isEmpty() ? end + "." : end + ": " + account.banReason();
  }
}
