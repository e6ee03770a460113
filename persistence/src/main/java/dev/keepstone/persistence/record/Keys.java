package dev.keepstone.persistence.record;

import dev.keepstone.ecs.message.Shards;
import java.util.regex.Pattern;

/**
 * The name of everything in the store. Any thread.
 *
 * <pre>
 *   player:{sNN}:ID       record of a player, ID in decimal, NN its shard
 *   account:{sNN}:NAME    record of an account, NN from a hash of the name
 *   world                 hash: id, created-at, highest (player id): the sentinel
 *   server:NAME           hash: started, start, incarnation, link (the link fence), folder
 *   lease:INCARNATION     exists while that run of a server may own records
 *   ids:player            counter: the highest player id ever handed out
 * </pre>
 */
public final class Keys {
  /** Before the incarnation in hex. */
  public static final String LEASE_PREFIX = "lease:";

  public static final String PLAYER_IDS = "ids:player";

  /** Names the world that the store holds. */
  public static final String WORLD = "world";

  private static final Pattern ACCOUNT_NAME = Pattern.compile("[a-z0-9_]{3,16}");
  private static final Pattern SERVER_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Keys() {}

  /**
   * Key of a player's record.
   *
   * @param playerId positive; 0 is no player
   */
  public static String player(long playerId) {
    if (playerId <= 0) {
      throw new IllegalArgumentException("no player has this id: playerId=" + playerId);
    }
    return "player:" + tag(Shards.of(playerId)) + ":" + playerId;
  }

  /**
   * Key of an account's record.
   *
   * @param name {@code [a-z0-9_]{3,16}}: ask {@link #isAccountName} first
   */
  public static String account(String name) {
    if (!isAccountName(name)) {
      throw new IllegalArgumentException("not an account name: name=" + name);
    }
    return "account:" + tag(Shards.of(fnv1a(name))) + ":" + name;
  }

  public static boolean isAccountName(String name) {
    return ACCOUNT_NAME.matcher(name).matches();
  }

  public static boolean isServerName(String name) {
    return SERVER_NAME.matcher(name).matches();
  }

  public static String server(String serverName) {
    if (!isServerName(serverName)) {
      throw new IllegalArgumentException(
          "not a server name: name=" + serverName + "; use 1 to 64 of A-Z a-z 0-9 _ . -");
    }
    return "server:" + serverName;
  }

  public static String lease(Incarnation incarnation) {
    return LEASE_PREFIX + incarnation.hex();
  }

  private static String tag(int shard) {
    return String.format("{s%02d}", shard);
  }

  /** FNV-1a, 64 bits, over the name's characters, which are ASCII. */
  private static long fnv1a(String name) {
    long hash = FNV_OFFSET_BASIS;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
