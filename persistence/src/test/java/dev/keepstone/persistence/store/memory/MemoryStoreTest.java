package dev.keepstone.persistence.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.store.OperationContract;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreException.Reason;
import org.agrona.concurrent.CachedEpochClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends OperationContract {
  private final CachedEpochClock clock = new CachedEpochClock();
  private final MemoryStore store = new MemoryStore(clock);

  @Override
  protected Store store() {
    return store;
  }

  @Override
  protected void overwrite(String key, byte @Nullable [] value) {
    store.overwrite(key, value);
  }

  @Override
  protected void expire(String leaseKey) {
    clock.advance(LEASE_MS);
  }

  @Test
  void aRenewalExtendsTheLeaseFromNow() {
    Server server = new Server().start();
    clock.advance(LEASE_MS - 1);
    assertThat(get(server.link().renew(LEASE_MS))).isTrue();
    clock.advance(LEASE_MS - 1);
    assertThat(get(server.link().renew(LEASE_MS))).isTrue();
    clock.advance(LEASE_MS);
    assertThat(get(server.link().renew(LEASE_MS))).isFalse();
  }

  @Test
  void failsWhenClosed() {
    store.close();
    assertFails(store.load("player:{s00}:1"), Reason.UNAVAILABLE);
    assertFails(store.reserve("ids:player", 1), Reason.UNAVAILABLE);
    assertFails(store.takeStartNumber("s"), Reason.UNAVAILABLE);
  }
}
