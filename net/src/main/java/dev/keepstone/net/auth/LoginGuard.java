package dev.keepstone.net.auth;

import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/**
 * Keeps those out who guess, whichever gateway they come through: all gateways of a server share
 * its desk, and the desk has one of these. Wrong passwords count for the address and for the
 * account that was named, whether it exists or not; wrong tokens for the address only, because a
 * token cannot be guessed, and whoever has the right one must get in although somebody else tries
 * passwords. Nothing else counts: least of all a store that is away.
 *
 * <p>Tries are judged side by side, and a lock may overtake some of them. What these have found is
 * not told, right or wrong: else whoever guesses by the hundred at once would be told a hundred
 * times.
 *
 * <p>Thread safe.
 */
public final class LoginGuard {
  private final Lockout addresses;
  private final Lockout accounts;
  private final NanoClock clock;
  private final AtomicLong lockouts = new AtomicLong();

  public LoginGuard(LockoutConfig config, NanoClock clock) {
    addresses = new Lockout(config);
    accounts = new Lockout(config);
    this.clock = clock;
  }

  /** Addresses and accounts that were locked out. Any thread. */
  public long lockoutCount() {
    return lockouts.get();
  }

  /** For how long a password is not judged, in ms; 0: it is. */
  synchronized long lockedForMs(String address, String account) {
    long nowNs = clock.nanoTime();
    return roundedUpMs(
        Math.max(addresses.lockedForNs(address, nowNs), accounts.lockedForNs(account, nowNs)));
  }

  /** For how long a token of an address is not judged, in ms; 0: it is. */
  synchronized long lockedForMs(String address) {
    return roundedUpMs(addresses.lockedForNs(address, clock.nanoTime()));
  }

  /** A password was judged: what of that may be told. */
  synchronized AuthResult onJudged(AuthResult result, String address, String account) {
    long lockedMs = lockedForMs(address, account);
    if (lockedMs > 0) {
      return AuthResult.locked(lockedMs);
    }
    if (result.refusal() == null) {
      // An address with one right guess may still guess at others.
      accounts.onSuccess(account);
    } else if (result.refusal() == RefusalCode.BAD_CREDENTIALS) {
      count(addresses, address);
      if (CredentialRules.isName(account)) {
        count(accounts, account);
      }
    }
    return result;
  }

  /** A token was not the right one, or its account does not exist. */
  synchronized void onWrongToken(String address) {
    count(addresses, address);
  }

  private void count(Lockout of, String who) {
    if (of.onFailure(who, clock.nanoTime())) {
      lockouts.incrementAndGet();
    }
  }

  /** Whoever comes back then is let try. */
  private static long roundedUpMs(long leftNs) {
    return leftNs == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(leftNs) + 1;
  }
}
