package dev.keepstone.bench.crash;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import java.util.function.Function;

/** The store of a server that is down: its Redis is started for as long as it is looked at. */
public final class StoppedStore {
  private StoppedStore() {}

  /** Does something with it. */
  public static <T> T with(ServerConfig config, Function<Store, T> work) {
    try (EmbeddedRedis redis =
            EmbeddedRedis.attach(
                config.persistence().embedded(config.dataFolder(), config.redisConf()));
        Store store = redis.openStore(config.persistence().redis())) {
      return work.apply(store);
    }
  }
}
