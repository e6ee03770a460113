package dev.keepstone.bench.soak;

import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.KeySlice;
import dev.keepstone.persistence.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether every key of a stopped world is of a known kind and belongs to somebody who exists: a
 * character to an account and an account to a character, a zone's ground to a zone.
 */
final class KeyAudit {
  private static final Set<String> SINGLE =
      Set.of("world", "ledger", "ledger:checkpoint", "ids:player", "ids:item", "quarantine");
  private static final Set<String> BOARDS = Set.of("board:xp", "board:level", "board:deaths");

  private final Store store;
  private final AccountCodec codec = new AccountCodec();
  private final List<String> orphans = new ArrayList<>();
  private final Set<Long> owned = new TreeSet<>();
  private final Set<Long> players = new TreeSet<>();
  private final Set<Long> zones = new TreeSet<>();
  private final Set<Long> grounds = new TreeSet<>();
  private int keys;

  KeyAudit(Store store) {
    this.store = store;
  }

  /** Reads all keys; returns those that nobody needs, a line each. */
  List<String> run() {
    Set<String> all = new TreeSet<>();
    String cursor = KeySlice.START;
    KeySlice slice;
    do {
      slice = Answers.await(store.keys("", cursor));
      cursor = slice.cursor();
      all.addAll(slice.keys());
    } while (!slice.isLast());
    keys = all.size();
    all.forEach(this::judge);
    differences(players, owned, "a character without an account: player=");
    differences(owned, players, "an account without its character: player=");
    differences(grounds, zones, "things in no zone: zone=");
    Answers.await(store.online())
        .keySet()
        .forEach(player -> orphans.add("still on the list of who plays: player=" + player));
    return orphans;
  }

  /** How many keys there are. */
  int keys() {
    return keys;
  }

  private void judge(String key) {
    int colon = key.indexOf(':');
    switch (colon < 0 ? key : key.substring(0, colon)) {
      case "player" -> players.add(Keys.idOf(key));
      case "zone" -> zones.add(Keys.idOf(key));
      case "ground" -> grounds.add(Keys.idOf(key));
      case "account" -> account(key);
      case "server", "online" -> {}
      default -> {
        if (!SINGLE.contains(key) && !BOARDS.contains(key)) {
          orphans.add("nobody's key in a stopped world: " + key);
        }
      }
    }
  }

  private void account(String key) {
    byte[] stored = Answers.await(store.load(key)).value();
    String name = key.substring(key.lastIndexOf(':') + 1);
    if (stored == null || codec.decode(stored, name) != DecodeOutcome.OK) {
      orphans.add("an account that can't be read: " + key);
    } else {
      owned.add(codec.decoded().playerId());
    }
  }

  private void differences(Set<Long> these, Set<Long> those, String what) {
    these.stream().filter(id -> !those.contains(id)).forEach(id -> orphans.add(what + id));
  }
}
