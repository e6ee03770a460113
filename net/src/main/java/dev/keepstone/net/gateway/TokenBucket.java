package dev.keepstone.net.gateway;

/** How many frames a session may send: so many at once, and so many a second in the long run. */
final class TokenBucket {
  private final int capacity;
  private final long refillIntervalNs;

  private long tokens;
  private long refilledNs;

  TokenBucket(int capacity, int perSecond, long nowNs) {
    this.capacity = capacity;
    this.refillIntervalNs = 1_000_000_000L / perSecond;
    tokens = capacity;
    refilledNs = nowNs;
  }

  /** Takes one token; false when there is none. */
  boolean tryTake(long nowNs) {
    long refill = (nowNs - refilledNs) / refillIntervalNs;
    if (refill > 0) {
      tokens = Math.min(capacity, tokens + refill);
      refilledNs += refill * refillIntervalNs;
    }
    if (tokens == 0) {
      return false;
    }
    tokens--;
    return true;
  }
}
