package dev.keepstone.bench.simulation;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.KeySlice;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A real store beside the simulated one: every command goes to both, every answer must be the same,
 * and in the end all that is kept. Virtual time is told to it by deleting what has run out.
 */
final class StoreTwin implements Twin, AutoCloseable {
  private static final int ALL = 100_000;

  private final Store real;
  private final Map<LinkIdentity, StoreLink> links = new HashMap<>();
  private final TreeSet<String> leases = new TreeSet<>();
  private final Map<String, Incarnation> owners = new HashMap<>();
  private StoreMonitor monitor;
  private long compared;

  /**
   * @param real is emptied
   * @param redis as it is before the first command
   */
  StoreTwin(Store real, SimulatedRedis redis) {
    this.real = real;
    monitor = redis.monitor();
    clear();
    MemoryStore memory = redis.memory();
    for (String key : memory.keys("", KeySlice.START).join().keys()) {
      byte[] value = memory.load(key).join().value();
      if (value != null) {
        real.save(key, value).join();
      }
    }
    int ids = Math.toIntExact(memory.reserve(Keys.ITEM_IDS, 0).join());
    real.reserve(Keys.ITEM_IDS, ids).join();
  }

  private void clear() {
    String cursor = KeySlice.START;
    List<String> all = new ArrayList<>();
    KeySlice slice;
    do {
      slice = real.keys("", cursor).join();
      all.addAll(slice.keys());
      cursor = slice.cursor();
    } while (!slice.isLast());
    all.forEach(key -> real.delete(key).join());
  }

  @Override
  public void onTime(VirtualTime time) {
    for (String key : List.copyOf(leases)) {
      Incarnation owner = owners.get(key);
      if (owner != null && !monitor.hasLease(owner)) {
        leases.remove(key);
        real.delete(key).join();
      }
    }
    for (Incarnation owner : monitor.takeExpiredRequests()) {
      real.delete(Keys.takeOver(owner)).join();
    }
  }

  @Override
  public <T> void onCommand(
      LinkIdentity link,
      Function<StoreLink, CompletableFuture<T>> command,
      CompletableFuture<T> reply) {
    StoreLink own = links.computeIfAbsent(link, identity -> real.openLink(identity).join());
    String lease = Keys.lease(link.incarnation());
    owners.put(lease, link.incarnation());
    leases.add(lease);
    compare(words(reply), words(command.apply(own)));
  }

  @Override
  public <T> void onCommand(
      Function<Store, CompletableFuture<T>> command, CompletableFuture<T> reply) {
    compare(words(reply), words(command.apply(real)));
  }

  private void compare(String simulated, String stored) {
    compared++;
    if (!simulated.equals(stored)) {
      throw new Violation(
          Invariant.SAME_AS_REDIS, "simulated: " + simulated + " | Redis: " + stored);
    }
  }

  /** Compares all that is left; returns how many answers were compared. */
  long finish(SimulatedRedis redis, int players) {
    Store memory = redis.memory();
    for (long id = 1; id <= players; id++) {
      String key = Keys.player(id);
      compare(words(memory.load(key)), words(real.load(key)));
    }
    compare(
        words(memory.readZone(SimulatedContent.ZONE)), words(real.readZone(SimulatedContent.ZONE)));
    for (Board board : Board.values()) {
      compare(words(memory.readBoard(board, 0, ALL)), words(real.readBoard(board, 0, ALL)));
    }
    compare(words(memory.online()), words(real.online()));
    compare(ledger(memory), ledger(real));
    return compared;
  }

  /** Without ids: they are times. */
  private static String ledger(Store store) {
    StringBuilder words = new StringBuilder();
    for (LedgerEntry entry : store.readLedger(LedgerEntry.BEGINNING, ALL).join()) {
      words
          .append(entry.operation())
          .append(' ')
          .append(entry.initiator())
          .append(' ')
          .append(entry.commit())
          .append(' ')
          .append(entry.kind())
          .append(' ')
          .append(HexFormat.of().formatHex(entry.lines()))
          .append('\n');
    }
    return words.toString();
  }

  // ---- words that can be compared

  private static String words(CompletableFuture<?> reply) {
    try {
      return words(reply.join());
    } catch (CompletionException e) {
      return "failed";
    }
  }

  private static String words(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(StoreTwin::words).toList().toString();
    }
    if (value instanceof LoadReply reply) {
      return reply.value() == null ? "none" : words(reply.value());
    }
    if (value instanceof Record) {
      return components(value);
    }
    return String.valueOf(value);
  }

  private static String components(Object value) {
    StringBuilder words = new StringBuilder(value.getClass().getSimpleName());
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        words.append(' ').append(words(component.getAccessor().invoke(value)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record that can't be read: " + value.getClass(), e);
      }
    }
    return words.toString();
  }

  @Override
  public void close() {
    links.values().forEach(StoreLink::close);
  }
}
