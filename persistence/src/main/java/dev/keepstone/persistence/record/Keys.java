package dev.keepstone.persistence.record;

import dev.keepstone.ecs.message.Shards;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of everything in the store. Any thread.
 *
 * <pre>
 *   player:{sNN}:ID       record of a player, ID in decimal, NN its shard
 *   account:{sNN}:NAME    record of an account, NN from a hash of the name; or of a name that a
 *                         further character has, which nobody can register then
 *   world                 hash: id, created-at, highest (player id): the sentinel
 *   server:NAME           hash: started, start, incarnation, link (the link fence), folder
 *   lease:INCARNATION     exists while that run of a server may own records
 *   ids:player            counter: the highest player id ever handed out
 *   ids:item              counter: the highest id of a unique item or a ground entry
 *   zone:{sNN}:ID         record of a zone, which is only a fence
 *   ground:{sNN}:ID       hash of a zone: entry id to bytes, k:SHOP:KIND and t:SHOP to counts,
 *                         "." to "epoch changes events"
 *   ledger                stream: an entry for each commit with ledger lines
 *   ledger:checkpoint     what everybody had after the last entry that was trimmed
 *   settings              record: what operators have set for the world
 *   online                hash: player id to incarnation, from claim to release
 *   board:xp|level|deaths sorted sets: leaderboards
 *   takeover:INCARNATION  list: players that other servers ask this run to release
 *   quarantine:{sNN}:ID   copy of a player's record that was put aside
 *   quarantine            sorted set: player id by the time when its copy is forgotten
 *   world                 hash: what this store belongs to
 * </pre>
 */
public final class Keys {
  /** Before the incarnation in hex. */
  public static final String LEASE_PREFIX = "lease:";

  public static final String PLAYER_IDS = "ids:player";
  public static final String ITEM_IDS = "ids:item";
  public static final String LEDGER = "ledger";
  public static final String LEDGER_CHECKPOINT = "ledger:checkpoint";
  public static final String ONLINE = "online";
  public static final String SETTINGS = "settings";
  public static final String QUARANTINE = "quarantine";

  /** Before the rest of a player's key. */
  public static final String PLAYER_PREFIX = "player:";

  /** Before the rest of the key of a zone's hash. */
  public static final String GROUND_PREFIX = "ground:";

  /** Largest zone number: 16 bits in the messages. */
  public static final int MAX_ZONE = 65_535;

  /** Names the world that the store holds. */
  public static final String WORLD = "world";

  private static final Pattern ACCOUNT_NAME = Pattern.compile("[a-z0-9_]{3,16}");
  private static final Pattern NUMBERED =
      Pattern.compile("(?:player|zone|ground|quarantine):\\{s\\d\\d}:(\\d{1,18})");
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
   * Key of a zone's record.
   *
   * @param zone from 1; 0 is no zone
   */
  public static String zone(int zone) {
    return "zone:" + tag(Shards.of(checkedZone(zone))) + ":" + zone;
  }

  /** Key of a zone's hash, in the shard of its record. */
  public static String ground(int zone) {
    return GROUND_PREFIX + tag(Shards.of(checkedZone(zone))) + ":" + zone;
  }

  /** Key of the copy in quarantine, in the shard of the record. */
  public static String quarantine(long playerId) {
    return "quarantine:" + tag(Shards.of(playerId)) + ":" + playerId;
  }

  public static String takeOver(Incarnation owner) {
    return "takeover:" + owner.hex();
  }

  /** The id at the end of a player's, a zone's or a quarantine key; 0 when it has none. */
  public static long idOf(String key) {
    Matcher matcher = NUMBERED.matcher(key);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static int checkedZone(int zone) {
    if (zone <= 0 || zone > MAX_ZONE) {
      throw new IllegalArgumentException("no zone has this number: zone=" + zone);
    }
    return zone;
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
    return shard < 10 ? "{s0" + shard + "}" : "{s" + shard + "}";
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
