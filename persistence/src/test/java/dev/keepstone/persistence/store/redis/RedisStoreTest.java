package dev.keepstone.persistence.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardTotals;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.OperationContract;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StockChange;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import java.util.List;
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
  void tellsHowItStandsWithItsDisk() {
    String before = String.valueOf(redis.raw().configGet("appendfsync").get("appendfsync"));
    try {
      redis.raw().configSet("appendfsync", "always");
      assertThat(get(redis.store.logSync()).always()).isTrue();
      redis.raw().configSet("appendfsync", "everysec");
      assertThat(get(redis.store.logSync()).always()).isFalse();
    } finally {
      redis.raw().configSet("appendfsync", before);
    }
  }

  @Test
  void readsWhetherASyncIsPending() {
    assertThat(RedisDescription.isSyncPending("a:1\r\naof_pending_bio_fsync:0\r\n")).isFalse();
    assertThat(RedisDescription.isSyncPending("aof_pending_bio_fsync:2\r\nb:1\r\n")).isTrue();
    // Without a log.
    assertThat(RedisDescription.isSyncPending("a:1\r\n")).isFalse();
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
  void aCommitWhoseLedgerCantBeWrittenWritesNothing() {
    Server server = new Server().start();
    assertThat(get(server.link().claimZone(60_000)).outcome()).isEqualTo(ZoneReply.Outcome.OK);
    ZonePart part =
        new ZonePart(60_000, 1, 0, 0, List.of(), List.of(), List.of(new StockChange(1, 0, 5)));
    CommitWrite commit = new CommitWrite(1, 1, 1, 1, List.of(), new byte[] {1}, part);
    redis.raw().del(Keys.LEDGER);
    redis.raw().set(Keys.LEDGER, new byte[] {1});
    assertFails(server.link().commit(commit), Reason.BROKEN);
    redis.raw().del(Keys.LEDGER);

    redis.raw().configSet("maxmemory", "1");
    try {
      assertFails(server.link().commit(commit), Reason.UNAVAILABLE);
    } finally {
      redis.raw().configSet("maxmemory", "0");
    }

    assertThat(get(server.link().claimZone(60_000)).changes()).isZero();
  }

  @Test
  void whatFailsInAGroupSparesTheOthers() {
    Server server = new Server().start();
    long epoch = get(server.link().claimZone(60_002)).epoch();
    CommitWrite withLines = restock(60_002, epoch, 1, new byte[] {1});
    CommitWrite without = restock(60_002, epoch, 1, new byte[0]);
    redis.raw().del(Keys.LEDGER);
    redis.raw().set(Keys.LEDGER, new byte[] {1});
    List<CommitReply> replies;
    try {
      replies = get(server.link().commitAll(List.of(withLines, without)));
    } finally {
      redis.raw().del(Keys.LEDGER);
    }

    assertThat(replies)
        .extracting(CommitReply::outcome)
        .containsExactly(CommitReply.Outcome.FAILED, CommitReply.Outcome.OK);
    assertThat(replies.get(0).why()).contains("WRONGTYPE");
  }

  @Test
  void aFullRedisFailsTheWholeGroupAndARepeatWritesIt() {
    Server server = new Server().start();
    long epoch = get(server.link().claimZone(60_003)).epoch();
    List<CommitWrite> group =
        List.of(
            restock(60_003, epoch, 1, new byte[] {1}), restock(60_003, epoch, 2, new byte[] {1}));
    redis.raw().configSet("maxmemory", "1");
    try {
      assertFails(server.link().commitAll(group), Reason.UNAVAILABLE);
    } finally {
      redis.raw().configSet("maxmemory", "0");
    }
    assertThat(get(server.link().claimZone(60_003)).changes()).isZero();
  }

  @Test
  void aReadOnlyRedisFailsTheWholeGroup() {
    Server server = new Server().start();
    long epoch = get(server.link().claimZone(60_004)).epoch();
    List<CommitWrite> group =
        List.of(
            restock(60_004, epoch, 1, new byte[] {1}), restock(60_004, epoch, 2, new byte[] {1}));
    redis.raw().replicaof("127.0.0.1", 1);
    try {
      assertFails(server.link().commitAll(group), Reason.UNAVAILABLE);
    } finally {
      redis.raw().replicaofNoOne();
    }
    assertThat(get(server.link().commitAll(group)))
        .extracting(CommitReply::outcome)
        .containsOnly(CommitReply.Outcome.OK);
    assertThat(get(server.link().commitAll(group)))
        .extracting(CommitReply::outcome)
        .containsOnly(CommitReply.Outcome.DONE);
  }

  @Test
  void aGroupSurvivesAScriptFlush() {
    Server server = new Server().start();
    long epoch = get(server.link().claimZone(60_005)).epoch();
    get(server.link().commit(restock(60_005, epoch, 1, new byte[] {1})));
    redis.raw().scriptFlush();
    assertThat(
            get(
                server
                    .link()
                    .commitAll(
                        List.of(
                            restock(60_005, epoch, 2, new byte[] {1}),
                            restock(60_005, epoch, 3, new byte[] {1})))))
        .extracting(CommitReply::outcome)
        .containsOnly(CommitReply.Outcome.OK);
  }

  private static CommitWrite restock(int zone, long epoch, long event, byte[] lines) {
    ZonePart part =
        new ZonePart(
            zone, epoch, 0, event, List.of(), List.of(), List.of(new StockChange(1, 0, 5)));
    return new CommitWrite(event, 0, 0, 1, List.of(), lines, part);
  }

  @Test
  void aHashOfAnotherTypeIsDamage() {
    Server server = new Server().start();
    redis.raw().set(Keys.ground(60_001), new byte[] {1});
    assertThat(get(server.link().claimZone(60_001)).outcome()).isEqualTo(ZoneReply.Outcome.CORRUPT);
    redis.raw().del(Keys.ground(60_001));
    redis.raw().hset(Keys.ground(60_001), "5", new byte[] {1});
    assertThat(get(server.link().claimZone(60_001)).outcome()).isEqualTo(ZoneReply.Outcome.CORRUPT);
    redis.raw().hset(Keys.ground(60_001), ".", "7 x 1".getBytes(US_ASCII));
    assertThat(get(server.link().claimZone(60_001)).outcome()).isEqualTo(ZoneReply.Outcome.CORRUPT);
  }

  @Test
  void aDamagedBoardFailsNoCommit() {
    Server server = new Server().start();
    long id = unique();
    overwrite(Keys.player(id), aPlayer(id, Fence.NEW));
    get(server.link().claim(Keys.player(id), PlayerBodyDecoder.SCHEMA_VERSION));
    redis.raw().del(Board.LEVEL.key());
    redis.raw().set(Board.LEVEL.key(), new byte[] {1});
    Fence next = new Fence(server.incarnation(), 1, 1, 2, false);
    RowWrite row =
        new RowWrite(Keys.player(id), null, aPlayer(id, next), new BoardTotals(id, 1, 2, 3));
    assertThat(get(server.link().save(List.of(row)))).containsExactly(RowVerdict.OK);
    redis.raw().del(Board.LEVEL.key());
  }

  @Test
  void takesASnapshot() {
    assertThat(get(redis.store.persistNow())).isTrue();
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
