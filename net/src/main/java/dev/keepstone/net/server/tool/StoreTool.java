package dev.keepstone.net.server.tool;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.persistence.inspect.PlayerInspector;
import dev.keepstone.persistence.inspect.PlayerView;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.redis.RedisStore;
import java.util.function.Function;

/**
 * A store as a tool opens it: the external one, or the Redis of the data folder, joined where it
 * runs, else started and stopped again.
 */
final class StoreTool {
  private StoreTool() {}

  /**
   * Opens the store, does the work and closes it.
   *
   * @throws ServerStartException when the store can't be opened or asked: the message says why
   */
  static <T> T with(ServerConfig config, Function<Store, T> work) {
    try {
      return switch (config.store().kind()) {
        case EMBEDDED -> withEmbedded(config, work);
        case EXTERNAL -> {
          try (Store store = new RedisStore(config.store().uri(), config.persistence().redis())) {
            yield work.apply(store);
          }
        }
        case MEMORY ->
            throw new ServerStartException(
                "a memory store ends with its server: there is nothing to look at");
      };
    } catch (StoreException e) {
      throw new ServerStartException(e.getMessage(), e);
    }
  }

  private static <T> T withEmbedded(ServerConfig config, Function<Store, T> work) {
    try (EmbeddedRedis redis =
            EmbeddedRedis.attach(
                config.persistence().embedded(config.dataFolder(), config.redisConf()));
        Store store = redis.openStore(config.persistence().redis())) {
      return work.apply(store);
    }
  }

  /**
   * The player whom an operator means.
   *
   * @param nameOrId a character's name, or a player id after a {@code #}
   * @throws ServerStartException when there is none
   */
  static long playerId(Store store, String nameOrId) {
    if (nameOrId.matches("#[1-9]\\d{0,17}")) {
      return Long.parseLong(nameOrId.substring(1));
    }
    PlayerView view = Answers.await(new PlayerInspector(store).inspect(nameOrId));
    AccountRecord account = view.account();
    if (account == null) {
      throw new ServerStartException(
          view.isFound()
              ? "the account can't be read: name=" + nameOrId + "; give #ID in place of the name"
              : "there is no character with this name: name=" + nameOrId);
    }
    return view.playerId();
  }
}
