package dev.keepstone.net.server;

import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.embedded.DataFolderLock;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.redis.RedisStore;
import dev.keepstone.persistence.world.WorldCheck;

/**
 * What {@code world adopt} does, without a running server: takes a store as it is for the world of
 * a data folder.
 */
public final class WorldAdoption {
  private WorldAdoption() {}

  /**
   * Writes the sentinel, the id counter and the folder's file.
   *
   * @return what was done, for a person
   * @throws ServerStartException when the store can't be opened or a server runs on the folder
   */
  public static String adopt(ServerConfig config) {
    CloseStack opened = new CloseStack();
    try (opened) {
      RedisStore store =
          switch (config.store().kind()) {
            case EMBEDDED ->
                opened
                    .add(
                        EmbeddedRedis.start(
                            config.persistence().embedded(config.dataFolder(), config.redisConf())))
                    .openStore(config.persistence().redis());
            case EXTERNAL -> {
              opened.add(
                  DataFolderLock.take(config.dataFolder(), config.persistence().minFreeBytes()));
              yield new RedisStore(config.store().uri(), config.persistence().redis());
            }
            case MEMORY ->
                throw new ServerStartException(
                    "a memory store ends with its server: there is nothing to adopt");
          };
      opened.add(store);
      return new WorldCheck(store, config.dataFolder(), config.persistence().readyPatienceMs())
          .adopt();
    } catch (StoreException e) {
      throw new ServerStartException(e.getMessage(), e);
    }
  }
}
