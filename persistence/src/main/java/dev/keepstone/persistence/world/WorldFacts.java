package dev.keepstone.persistence.world;

import dev.keepstone.persistence.record.Keys;
import org.jspecify.annotations.Nullable;

/**
 * What store and folder say about the world, and whether that fits together.
 *
 * @param folderWorld id that the folder remembers; empty: none
 * @param storeWorld id in the sentinel; empty: there is no sentinel
 * @param highestPlayer highest player id that the sentinel remembers
 * @param idCounter the store's counter of player ids; negative: no number
 * @param hasPlayers the store holds records of players; only looked for without a sentinel
 * @param where the store is, for a person
 */
record WorldFacts(
    String folderWorld,
    String storeWorld,
    long highestPlayer,
    long idCounter,
    boolean hasPlayers,
    String where) {

  boolean isNew() {
    return storeWorld.isEmpty();
  }

  /** Why a server may not start on this, and what to do; null: it may. */
  @Nullable String refusal() {
    if (storeWorld.isEmpty() && !folderWorld.isEmpty()) {
      return "the store has lost its data, or is not the one that this data folder belongs to:"
          + " store="
          + where
          + " knows no world, the folder knows world="
          + folderWorld
          + (hasPlayers
              ? "; the store holds players: if they are right, run keepstone world adopt"
              : "; restore the store's backup, or name the right store; to begin a new world, use"
                  + " a new data folder");
    }
    if (storeWorld.isEmpty() && hasPlayers) {
      return "the store holds players, but nothing that names their world: store="
          + where
          + "; if it is the right one, run keepstone world adopt";
    }
    if (!folderWorld.isEmpty() && !folderWorld.equals(storeWorld)) {
      return "the store holds another world than this data folder belongs to: store="
          + where
          + " world="
          + storeWorld
          + " expected="
          + folderWorld
          + "; name the right store or the right data folder; if the store is right, run keepstone"
          + " world adopt";
    }
    if (!storeWorld.isEmpty() && idCounter < highestPlayer) {
      return "the counter of player ids went back, so that new players would get ids of old ones:"
          + " store="
          + where
          + " key="
          + Keys.PLAYER_IDS
          + " value="
          + idCounter
          + " highestPlayer="
          + highestPlayer
          + "; restore the store's backup, or run keepstone world adopt to raise the counter";
    }
    return null;
  }
}
