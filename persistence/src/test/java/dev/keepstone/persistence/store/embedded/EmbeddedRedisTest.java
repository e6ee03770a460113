package dev.keepstone.persistence.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.redis.RedisStore;
import dev.keepstone.persistence.store.redis.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {
  private final Path folder = TestRedis.newFolder();
  private final List<EmbeddedRedis> started = new ArrayList<>();
  private final List<Long> pids = new ArrayList<>();

  @AfterEach
  void endEverything() {
    try {
      for (EmbeddedRedis redis : started) {
        redis.stop();
      }
    } finally {
      pids.forEach(TestRedis::kill);
      TestRedis.delete(folder);
    }
  }

  private EmbeddedRedis start() {
    return note(EmbeddedRedis.start(TestRedis.config(folder, Map.of())));
  }

  private EmbeddedRedis note(EmbeddedRedis redis) {
    started.add(redis);
    if (redis.pid() != 0) {
      pids.add(redis.pid());
    }
    return redis;
  }

  @Test
  void keepsItsDataOverAStop() {
    EmbeddedRedis first = start();
    assertThat(first.isJoined()).isFalse();
    count(first, 1);
    long pid = first.pid();
    assertThat(first.stop()).isTrue();
    assertThat(isAlive(pid)).isFalse();

    assertThat(count(start(), 1)).isEqualTo(2);
  }

  @Test
  void runsInASessionOfItsOwn() throws IOException {
    EmbeddedRedis redis = start();
    assertThat(sessionOf(redis.pid())).isEqualTo(redis.pid());
    assertThat(sessionOf(redis.pid())).isNotEqualTo(sessionOf(ProcessHandle.current().pid()));
  }

  @Test
  void listensToNobodyElse() throws IOException {
    EmbeddedRedis redis = start();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(redis.socket())))
        .isEqualTo("rwx------");
    assertThat(Files.readString(folder.resolve("redis/redis.conf"))).contains("port \"0\"");
  }

  @Test
  void isRestartedWhenItDies() {
    EmbeddedRedis redis = start();
    count(redis, 1);
    long first = redis.pid();
    TestRedis.kill(first);

    await(() -> redis.restarts() == 1);

    pids.add(redis.pid());
    assertThat(redis.pid()).isNotEqualTo(first);
    assertThat(count(redis, 1)).isEqualTo(2);
  }

  @Test
  void goesOnWithTheRedisOfAKilledPredecessor() throws IOException {
    long orphan = orphan(Map.of());
    EmbeddedRedis redis = start();
    assertThat(redis.isJoined()).isTrue();
    assertThat(redis.pid()).isEqualTo(orphan);
    assertThat(count(redis, 1)).isEqualTo(2);
    assertThat(redis.stop()).isTrue();
    assertThat(isAlive(orphan)).isFalse();
  }

  @Test
  void findsAnOrphanWhosePidFileIsGone() throws IOException {
    long orphan = orphan(Map.of());
    Files.delete(folder.resolve("redis/redis.pid"));
    assertThat(start().pid()).isEqualTo(orphan);
  }

  @Test
  void replacesAnOrphanThatWasStartedOtherwise() throws IOException {
    long orphan = orphan(Map.of("appendfsync", "everysec"));
    EmbeddedRedis redis = start();
    assertThat(redis.isJoined()).isFalse();
    assertThat(isAlive(orphan)).isFalse();
    assertThat(count(redis, 1)).isEqualTo(2);
  }

  @Test
  void neverSignalsAStrangerWithARecycledPid() throws Exception {
    start().stop();
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(folder.resolve("redis/redis.pid"), stranger.pid() + "\n");
      EmbeddedRedis redis = start();
      assertThat(redis.isJoined()).isFalse();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void refusesAFolderInUse() throws IOException {
    start();
    assertThatThrownBy(this::start)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("in use")
        .hasMessageContaining("pid=" + ProcessHandle.current().pid());
    // The refusal must not have dropped the first one's lock.
    assertThat(DataFolderLock.tryTake(new DataFolder(folder.toRealPath()), 0)).isNull();
    assertThat(lockedByAnotherProcess()).isTrue();
  }

  /** Asks as another process would: locks of one process never refuse that process itself. */
  private boolean lockedByAnotherProcess() throws IOException {
    String locks = Files.readString(Path.of("/proc/locks"));
    Object inode = Files.getAttribute(folder.resolve("keepstone.lock"), "unix:ino");
    return locks.contains(":" + inode + " ");
  }

  @Test
  void refusesDataOfANewerRedis() throws IOException {
    start().stop();
    Files.writeString(folder.resolve("redis/version"), "99.1.2\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("writtenBy=99.1.2");
    Files.writeString(folder.resolve("redis/version"), "6.2.0\n");
    start();
    assertThat(Files.readString(folder.resolve("redis/version"))).doesNotContain("6.2.0");
  }

  @Test
  void copesWithALongPath() throws IOException {
    Path deep = folder.resolve("x".repeat(60)).resolve("y z".repeat(20));
    EmbeddedRedis redis = note(EmbeddedRedis.start(TestRedis.config(deep, Map.of())));
    assertThat(redis.socket().toString().length()).isLessThan(100);
    assertThat(redis.socket().startsWith(deep)).isFalse();
    assertThat(count(redis, 1)).isEqualTo(1);
  }

  @Test
  void refusesAFolderThatCantBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> EmbeddedRedis.start(TestRedis.config(file.resolve("data"), Map.of())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("can't be written")
        .hasMessageContaining("--data");
  }

  @Test
  void refusesAFullDisk() {
    EmbeddedRedisConfig config =
        new EmbeddedRedisConfig(
            folder, TestRedis.shippedConf(), Map.of(), "", Long.MAX_VALUE, 1, 1);
    assertThatThrownBy(() -> EmbeddedRedis.start(config))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("full")
        .hasMessageContaining("freeMiB=");
  }

  @Test
  void tellsWhatRedisDislikesInItsConfiguration() {
    assertThatThrownBy(
            () -> EmbeddedRedis.start(TestRedis.config(folder, Map.of("appendfsync", "often"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("appendfsync");
    // And it gave the lock back.
    start();
  }

  @Test
  void tellsWhyRedisEndedAgain() throws IOException {
    start().stop();
    Path data = folder.resolve("redis/appendonlydir");
    try (var files = Files.list(data)) {
      for (Path file : files.toList()) {
        Files.writeString(file, "garbage\n");
      }
    }
    assertThatThrownBy(this::start)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("its log ends with")
        .hasMessageContaining("anifest");
  }

  @Test
  void stopsARedisThatCantWriteItsSnapshot() throws IOException {
    EmbeddedRedis redis = start();
    count(redis, 1);
    // A folder in the snapshot's way fails even for root, as a full disk would.
    Files.createDirectories(folder.resolve("redis/dump.rdb/in/the/way"));
    assertThat(redis.stop()).isTrue();
    assertThat(isAlive(pids.get(0))).isFalse();
    assertThat(count(start(), 1)).isEqualTo(2);
  }

  // Tools.

  @Test
  void aToolJoinsARunningServersRedisAndLeavesIt() {
    EmbeddedRedis server = start();
    count(server, 1);
    EmbeddedRedis tool = note(EmbeddedRedis.attach(TestRedis.config(folder, Map.of())));
    assertThat(count(tool, 1)).isEqualTo(2);
    tool.stop();
    assertThat(isAlive(server.pid())).isTrue();
    assertThat(count(server, 1)).isEqualTo(3);
  }

  @Test
  void aToolStartsRedisAndStopsIt() {
    count(start(), 1);
    started.get(0).stop();
    EmbeddedRedis tool = note(EmbeddedRedis.attach(TestRedis.config(folder, Map.of())));
    assertThat(count(tool, 1)).isEqualTo(2);
    long pid = tool.pid();
    tool.stop();
    assertThat(isAlive(pid)).isFalse();
    start();
  }

  @Test
  void aToolLeavesAnOrphanRunning() throws IOException {
    long orphan = orphan(Map.of());
    EmbeddedRedis tool = note(EmbeddedRedis.attach(TestRedis.config(folder, Map.of())));
    assertThat(count(tool, 1)).isEqualTo(2);
    tool.stop();
    assertThat(isAlive(orphan)).isTrue();
  }

  @Test
  void aToolRefusesWhatIsNoDataFolder() {
    assertThatThrownBy(() -> EmbeddedRedis.attach(TestRedis.config(folder, Map.of())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no data folder");
    assertThat(folder).isEmptyDirectory();
  }

  /** A running Redis on the folder that nobody holds, with 1 counted in it. */
  private long orphan(Map<String, String> overrides) throws IOException {
    EmbeddedRedisConfig config = TestRedis.config(folder, overrides);
    DataFolder data = DataFolder.prepare(folder, 0);
    RedisBinary binary = RedisBinary.choose(data, "", null);
    RedisProcess process = new RedisLauncher(data, binary, config).joinOrStart().process();
    pids.add(process.pid());
    try (RedisStore store = RedisStore.onSocket(data.socket(), TestRedis.TIMEOUTS)) {
      store.reserve("count", 1).join();
    }
    return process.pid();
  }

  private static long count(EmbeddedRedis redis, int by) {
    try (RedisStore store = redis.openStore(TestRedis.TIMEOUTS)) {
      return store.reserve("count", by).join();
    }
  }

  private static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !stat.contains(") Z");
    } catch (IOException e) {
      return false;
    }
  }

  private static long sessionOf(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }

  private static void await(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
      Thread.onSpinWait();
    }
  }
}
