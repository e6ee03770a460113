package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.KeySlice;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.agrona.collections.LongHashSet;

/**
 * Reads the record of every player once, in slices, without stopping the store and without claiming
 * anything. Who registers meanwhile may be left out.
 */
final class RecordWalk {
  private final Store store;

  RecordWalk(Store store) {
    this.store = store;
  }

  /** Takes one record as it stands in the store. */
  interface Visitor {
    void visit(long playerId, byte[] stored);
  }

  /** Calls the visitor for each; an exception of it ends the walk. */
  void each(Visitor visitor) {
    LongHashSet seen = new LongHashSet();
    eachSlice(store, Keys.PLAYER_PREFIX, keys -> visit(keys, seen, visitor));
  }

  /** All keys with a prefix, some at a time; one may come twice. */
  static void eachSlice(Store store, String prefix, Consumer<List<String>> visitor) {
    String cursor = KeySlice.START;
    KeySlice slice;
    do {
      slice = Answers.await(store.keys(prefix, cursor));
      cursor = slice.cursor();
      visitor.accept(slice.keys());
    } while (!slice.isLast());
  }

  private void visit(List<String> keys, LongHashSet seen, Visitor visitor) {
    List<Long> ids = new ArrayList<>();
    List<CompletableFuture<LoadReply>> replies = new ArrayList<>();
    for (String key : keys) {
      long id = Keys.idOf(key);
      if (id > 0 && seen.add(id)) {
        ids.add(id);
        replies.add(store.load(key));
      }
    }
    for (int i = 0; i < ids.size(); i++) {
      byte[] value = Answers.await(replies.get(i)).value();
      if (value != null) {
        visitor.visit(ids.get(i), value);
      }
    }
  }
}
