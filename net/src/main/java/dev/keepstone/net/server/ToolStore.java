package dev.keepstone.net.server;

import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.redis.RedisStore;

/**
 * The store as a tool opens it, beside a running server or without one: it joins the Redis of a
 * data folder, or starts it and stops it again.
 */
final class ToolStore {
  private ToolStore() {}

  /**
   * Opens the store that the configuration names.
   *
   * @param opened gets what must be closed
   * @throws dev.keepstone.persistence.store.StoreException when it can't be opened
   */
  static Store open(ServerConfig config, CloseStack opened) {
    return switch (config.store().kind()) {
      case EMBEDDED -> {
        EmbeddedRedis redis =
            opened.add(
                EmbeddedRedis.attach(
                    config.persistence().embedded(config.dataFolder(), config.redisConf())));
        yield opened.add(redis.openStore(config.persistence().redis()));
      }
      case EXTERNAL ->
          opened.add(new RedisStore(config.store().uri(), config.persistence().redis()));
      case MEMORY ->
          throw new ServerStartException(
              "a memory store ends with its server: there is nothing in it for a tool");
    };
  }
}
