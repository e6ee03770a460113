package dev.keepstone.persistence.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.store.OperationContract;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The bundled Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisStoreTest extends OperationContract {
  @SuppressWarnings("NullAway.Init")
  private TestRedis redis;

  @BeforeAll
  void startRedis() {
    redis = newRedis();
  }

  TestRedis newRedis() {
    return new TestRedis();
  }

  @AfterAll
  void stopRedis() {
    if (redis != null) {
      redis.close();
    }
  }

  @Override
  protected Store store() {
    return redis.store;
  }

  @Override
  protected void overwrite(String key, byte @Nullable [] value) {
    if (value == null) {
      redis.raw().del(key);
    } else {
      redis.raw().set(key, value);
    }
  }

  @Override
  protected void expire(String leaseKey) {
    assertThat(redis.raw().pexpireat(leaseKey, 1)).isTrue();
  }

  @Test
  void aRenewalExtendsTheLeaseFromNow() {
    Server server = new Server().start();
    redis.raw().pexpire(server.leaseKey(), 5_000);
    assertThat(get(server.link().renew(LEASE_MS))).isTrue();
    assertThat(redis.raw().pttl(server.leaseKey())).isBetween(LEASE_MS - 5_000, LEASE_MS);
  }

  @Test
  void reloadsScriptsThatRedisForgot() {
    Server server = new Server().start();
    redis.raw().scriptFlush();
    assertThat(get(server.link().renew(LEASE_MS))).isTrue();
    redis.raw().scriptFlush();
    assertThat(
            get(server.link().claim(Keys.player(unique()), PlayerBodyDecoder.SCHEMA_VERSION))
                .outcome())
        .isEqualTo(ClaimOutcome.MISSING);
  }

  @Test
  void aKeyOfAnotherTypeIsDamage() {
    Server server = new Server().start();
    String key = Keys.player(unique());
    redis.raw().hset(key, "a", new byte[] {1});
    assertThat(get(server.link().claim(key, PlayerBodyDecoder.SCHEMA_VERSION)).outcome())
        .isEqualTo(ClaimOutcome.CORRUPT);
    assertFails(redis.store.load(key), Reason.BROKEN);
  }

  @Test
  void aFullRedisIsUnavailableNotBroken() {
    Server server = new Server().start();
    String key = Keys.player(unique());
    redis.raw().configSet("maxmemory", "1");
    try {
      assertFails(
          redis.store.register(Keys.account("oom"), new byte[1], key, new byte[1]),
          Reason.UNAVAILABLE);
      assertFails(redis.store.reserve("ids:oom", 1), Reason.UNAVAILABLE);
    } finally {
      redis.raw().configSet("maxmemory", "0");
    }
    assertThat(get(server.link().renew(LEASE_MS))).isTrue();
    assertThat(get(redis.store.load(key)).value()).isNull();
  }

  @Test
  void tellsEngineAndDurability() {
    StoreDescription description = get(redis.store.describe());
    assertThat(description.engine()).matches("Redis \\d+\\.\\d+\\.\\d+ \\(.+\\)");
    assertThat(description.durability()).isEqualTo("appendonly, fsync always");
    assertThat(description.durable()).isTrue();
  }

  @Test
  void anAbsentRedisIsUnavailable() {
    try (RedisStore absent = new RedisStore("redis://127.0.0.1:1", TestRedis.TIMEOUTS)) {
      assertFails(absent.load("x"), Reason.UNAVAILABLE);
      assertFails(absent.takeStartNumber("s"), Reason.UNAVAILABLE);
    }
  }

  @Test
  void aClosedStoreIsUnavailable() {
    RedisStore closed = redis.redis.openStore(TestRedis.TIMEOUTS);
    get(closed.load("x"));
    closed.close();
    assertFails(closed.load("x"), Reason.UNAVAILABLE);
  }

  @Test
  void showsNoPassword() {
    try (RedisStore store = new RedisStore("redis://:secret@127.0.0.1:1/0", TestRedis.TIMEOUTS)) {
      assertThat(store.location()).doesNotContain("secret");
    }
  }

  @Test
  void refusesWhatIsNoUri() {
    assertThatThrownBy(() -> RedisStore.check("http://somewhere"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("redis://");
  }
}
