package dev.keepstone.net.gateway;

import dev.keepstone.net.auth.Lockout;
import dev.keepstone.net.auth.LockoutConfig;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.concurrent.TimeUnit;

/**
 * Keeps those out who guess. Wrong passwords count for the address and for the account that was
 * named, whether it exists or not; wrong tokens for the address only, because a token cannot be
 * guessed, and whoever has the right one must get in although somebody else tries passwords.
 * Nothing else counts: least of all a store that is away.
 */
final class LoginGuard {
  private final Lockout addresses;
  private final Lockout accounts;
  private final GatewayCounters counters;

  LoginGuard(LockoutConfig config, GatewayCounters counters) {
    addresses = new Lockout(config);
    accounts = new Lockout(config);
    this.counters = counters;
  }

  /** For how long a try is refused, in ms; 0: it may be made. */
  long lockedForMs(String address, Admission.Way way, String account, long nowNs) {
    long leftNs =
        switch (way) {
          case REGISTER -> 0;
          case RESUME -> addresses.lockedForNs(address, nowNs);
          case LOGIN ->
              Math.max(addresses.lockedForNs(address, nowNs), accounts.lockedForNs(account, nowNs));
        };
    // Rounded up: whoever comes back then is let try.
    return leftNs == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(leftNs) + 1;
  }

  void onRefused(RefusalCode code, String address, String account, long nowNs) {
    boolean locked = false;
    if (code == RefusalCode.BAD_CREDENTIALS) {
      boolean addressLocked = addresses.onFailure(address, nowNs);
      boolean accountLocked = accounts.onFailure(account, nowNs);
      locked = addressLocked || accountLocked;
    } else if (code == RefusalCode.BAD_TOKEN) {
      locked = addresses.onFailure(address, nowNs);
    }
    if (locked) {
      counters.increment(GatewayCounter.LOCKOUTS);
    }
  }

  /** The right password; an address with one right guess may still guess at others. */
  void onPassword(String account) {
    accounts.onSuccess(account);
  }

  /** The host of {@code host:port}, or of {@code [host]:port}: a port is new with every try. */
  static String hostOf(String remoteAddress) {
    int colon = remoteAddress.lastIndexOf(':');
    return colon <= 0 || remoteAddress.endsWith("]")
        ? remoteAddress
        : remoteAddress.substring(0, colon);
  }
}
