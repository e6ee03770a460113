package dev.keepstone.bench.crash;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.redis.RedisStore;
import java.nio.file.Path;
import java.util.Map;

/** A Redis that this tool looks after itself, for a server that takes it for an external one. */
public final class OwnRedis implements AutoCloseable {
  private final EmbeddedRedis redis;

  private OwnRedis(EmbeddedRedis redis) {
    this.redis = redis;
  }

  /** Starts one on a folder, as a server would. */
  public static OwnRedis start(Path folder) {
    ServerConfig config =
        ServerConfigReader.read(null, Map.of("keepstone.server.data", folder.toString()));
    return new OwnRedis(
        EmbeddedRedis.start(
            config.persistence().embedded(config.dataFolder(), config.redisConf())));
  }

  /** Its unix socket. */
  public String uri() {
    return "redis-socket://" + redis.socket();
  }

  /** A store on it; the caller closes it. */
  Store open(ServerConfig config) {
    return new RedisStore(uri(), config.persistence().redis());
  }

  @Override
  public void close() {
    redis.stop();
  }
}
