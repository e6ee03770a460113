package dev.keepstone.net.server;

import dev.keepstone.persistence.store.redis.RedisStore;

/**
 * Where records go.
 *
 * @param kind of the store
 * @param uri of an external Redis; empty for the other kinds
 */
public record StoreChoice(Kind kind, String uri) {
  /** Who runs the store. */
  public enum Kind {
    /** this process starts a Redis on the data folder */
    EMBEDDED,
    /** nobody: nothing is kept */
    MEMORY,
    /** an operator runs a Redis elsewhere */
    EXTERNAL
  }

  /**
   * Reads {@code embedded}, {@code memory} or the URI of a Redis.
   *
   * @throws ServerStartException when it is none of these
   */
  public static StoreChoice parse(String text) {
    return switch (text) {
      case "embedded" -> new StoreChoice(Kind.EMBEDDED, "");
      case "memory" -> new StoreChoice(Kind.MEMORY, "");
      default -> external(text);
    };
  }

  private static StoreChoice external(String uri) {
    try {
      RedisStore.check(uri);
    } catch (RuntimeException e) {
      throw new ServerStartException(
          "this is no store: store="
              + uri
              + ": give embedded, memory or redis://HOST:PORT ("
              + e.getMessage()
              + ")",
          e);
    }
    return new StoreChoice(Kind.EXTERNAL, uri);
  }
}
