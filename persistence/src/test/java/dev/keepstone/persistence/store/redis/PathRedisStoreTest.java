package dev.keepstone.persistence.store.redis;

import org.junit.jupiter.api.Assumptions;

/** The redis-server on the PATH, where there is one that the server would use. */
class PathRedisStoreTest extends RedisStoreTest {
  @Override
  TestRedis newRedis() {
    String path = System.getenv("PATH");
    TestRedis redis = new TestRedis(path == null ? "" : path);
    if (!redis.redis.describeBinary().contains("PATH")) {
      redis.close();
      Assumptions.abort("no redis-server 6.2 or later on the PATH");
    }
    return redis;
  }
}
