package dev.keepstone.persistence.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.account.CreateReply;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.redis.RedisAdmin;
import dev.keepstone.persistence.store.redis.RedisDeviation;
import dev.keepstone.persistence.store.redis.RedisSnapshot;
import dev.keepstone.persistence.store.redis.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochClock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A store and a data folder that do or don't belong together, on a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorldCheckTest {
  private static final long PATIENCE_MS = 20_000;

  @SuppressWarnings("NullAway.Init")
  private TestRedis redis;

  @BeforeAll
  void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.raw().flushall();
  }

  private WorldCheck check(Path folder) {
    return new WorldCheck(redis.store, folder, PATIENCE_MS);
  }

  private long register(String name) {
    Accounts accounts = new Accounts(redis.store, SystemEpochClock.INSTANCE);
    CreateReply reply = accounts.create(name, "$argon2id$x").join();
    assertThat(reply.outcome()).isEqualTo(CreateReply.Outcome.CREATED);
    return reply.playerId();
  }

  private static void assertRefused(ThrowingCallable start, String... words) {
    assertThatThrownBy(start).isInstanceOf(StoreException.class).hasMessageContainingAll(words);
  }

  @Test
  void anEmptyStoreAndANewFolderBeginAWorld(@TempDir Path folder) throws IOException {
    String world = check(folder).start("one");

    assertThat(world).matches("[0-9a-f]{32}");
    assertThat(Files.readString(folder.resolve("world.id"))).contains("world=" + world);
    assertThat(redis.raw().hkeys(Keys.WORLD))
        .containsExactlyInAnyOrder("id", "created-at", "highest");
    assertThat(check(folder).start("one")).as("the next start").isEqualTo(world);
  }

  @Test
  void registeringRaisesTheHighestId(@TempDir Path folder) {
    check(folder).start("one");
    register("ada");
    long last = register("bob");

    assertThat(new String(redis.raw().hget(Keys.WORLD, "highest"), UTF_8))
        .isEqualTo(Long.toString(last));
  }

  @Test
  void aStoreThatLostItsDataIsRefused(@TempDir Path folder) {
    String world = check(folder).start("one");
    redis.raw().flushall();

    assertRefused(() -> check(folder).start("one"), "lost its data", world, "backup");
    assertThat(redis.raw().dbsize()).as("nothing was written").isZero();
  }

  @Test
  void anotherWorldIsRefused(@TempDir Path mine, @TempDir Path theirs) {
    String lost = check(mine).start("one");
    redis.raw().flushall();
    String other = check(theirs).start("two");

    assertRefused(() -> check(mine).start("one"), "another world", lost, other);
  }

  @Test
  void aCounterBelowTheHighestIdIsRefusedUntilAdopted(@TempDir Path folder) {
    check(folder).start("one");
    long id = register("ada");
    redis.raw().del(Keys.PLAYER_IDS);

    assertRefused(() -> check(folder).start("one"), "ids:player", "value=0", "adopt");

    assertThat(check(folder).adopt()).contains("idCounter=0->" + id);
    check(folder).start("one");
    assertThat(register("bob")).isGreaterThan(id);
  }

  @Test
  void playersWithoutASentinelAreRefusedUntilAdopted(@TempDir Path folder) {
    long id = register("ada");

    assertRefused(() -> check(folder).start("one"), "holds players", "world adopt");

    assertThat(check(folder).adopt()).contains("highestPlayer=" + id);
    assertThat(check(folder).start("one")).isNotEmpty();
  }

  @Test
  void adoptingFollowsTheStoreToAnotherWorld(@TempDir Path mine, @TempDir Path theirs) {
    check(mine).start("one");
    redis.raw().flushall();
    String other = check(theirs).start("two");

    check(mine).adopt();

    assertThat(check(mine).start("one")).isEqualTo(other);
  }

  @Test
  void aLiveServerOfTheSameNameIsNotUnseated(@TempDir Path first, @TempDir Path second)
      throws Exception {
    check(first).start("one");
    Incarnation incarnation = Incarnation.random();
    long start = redis.store.takeStartNumber("one").get(5, TimeUnit.SECONDS);
    StoreLink link =
        redis
            .store
            .openLink(new LinkIdentity("one", start, incarnation, 1))
            .get(5, TimeUnit.SECONDS);
    link.resume(List.of(), List.of(), 60_000).get(5, TimeUnit.SECONDS);

    assertRefused(() -> check(second).start("one"), "server-name=one", "server-name");
    check(second).start("two");
    assertThat(check(first).start("one")).as("killed, same folder: at once").isNotEmpty();

    redis.raw().del(Keys.lease(incarnation));
    assertThat(check(second).start("one")).as("its lease has ended").isNotEmpty();
    link.close();
  }

  @Test
  void aFullRedisIsWaitedFor(@TempDir Path folder) throws Exception {
    redis.raw().configSet("maxmemory", "1");
    try {
      CompletableFuture<String> started =
          CompletableFuture.supplyAsync(() -> check(folder).start("one"));
      Thread.sleep(500);
      assertThat(started).as("waits").isNotDone();
      redis.raw().configSet("maxmemory", "0");
      assertThat(started.get(10, TimeUnit.SECONDS)).isNotEmpty();
    } finally {
      redis.raw().configSet("maxmemory", "0");
    }
  }

  @Test
  void aReadOnlyRedisIsNotTakenForEmptyForEver(@TempDir Path folder) {
    redis.raw().replicaof("127.0.0.1", 1);
    try {
      WorldCheck impatient = new WorldCheck(redis.store, folder, 300);
      assertRefused(() -> impatient.start("one"), "READONLY");
    } finally {
      redis.raw().replicaofNoOne();
    }
    assertThat(redis.raw().dbsize()).isZero();
  }

  @Test
  void aDamagedFolderFileIsNamed(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("world.id"), "nonsense");

    assertRefused(() -> check(folder).start("one"), "world.id", "damaged");
  }

  @Test
  void eachDeviationIsALine() throws Exception {
    RedisAdmin admin = new RedisAdmin(redis.store);
    assertThat(admin.deviations().get(5, TimeUnit.SECONDS)).isEmpty();

    redis.raw().configSet("appendfsync", "everysec");
    redis.raw().configSet("maxmemory-policy", "allkeys-lru");
    redis.raw().configSet("stop-writes-on-bgsave-error", "no");
    try {
      assertThat(admin.deviations().get(5, TimeUnit.SECONDS))
          .extracting(RedisDeviation::text, RedisDeviation::losesConfirmed)
          .satisfiesExactly(
              line -> assertThat(line.toString()).contains("appendfsync is everysec", "true"),
              line -> assertThat(line.toString()).contains("allkeys-lru", "deleted", "true"),
              line -> assertThat(line.toString()).contains("bgsave-error is no", "false"));
      redis.raw().configSet("save", "");
      assertThat(admin.deviations().get(5, TimeUnit.SECONDS))
          .extracting(RedisDeviation::text)
          .anyMatch(text -> text.startsWith("save is off"));
    } finally {
      redis.raw().configSet("appendfsync", "always");
      redis.raw().configSet("maxmemory-policy", "noeviction");
      redis.raw().configSet("stop-writes-on-bgsave-error", "yes");
      redis.raw().configSet("save", "300 1 60 1000");
    }
  }

  @Test
  void aSnapshotIsWrittenAndAwaited() {
    assertThat(redis.raw().hset(Keys.WORLD, "id", new byte[] {1})).isTrue();
    assertThat(redis.raw().info("persistence")).doesNotContain("rdb_changes_since_last_save:0");
    assertThat(new RedisSnapshot(new RedisAdmin(redis.store), PATIENCE_MS).write()).isTrue();
    assertThat(redis.raw().info("persistence")).contains("rdb_changes_since_last_save:0");
    assertThat(redis.raw().info("persistence")).contains("rdb_last_bgsave_status:ok");
  }
}
