package dev.keepstone.persistence.world;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import dev.keepstone.persistence.store.redis.RedisAdmin;
import dev.keepstone.persistence.store.redis.RedisStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds store and data folder against each other before a server starts. The store's sentinel is
 * the hash {@code world}: {@code id}, {@code created-at}, and {@code highest}, the highest player
 * id, which every registration raises.
 *
 * <p>A Redis that is loading its data, read-only or full answers with an error, never with nothing,
 * and is waited for; whoever takes an error for an empty store begins a new world over an old one.
 *
 * <p>Blocks the calling thread, each question at most {@link #ANSWER_TIMEOUT_MS}, all waiting
 * together the given patience.
 */
public final class WorldCheck {
  private static final Logger LOG = LoggerFactory.getLogger(WorldCheck.class);

  private static final String ID = "id";
  private static final String CREATED_AT = "created-at";
  private static final String HIGHEST = "highest";
  private static final String FOLDER = "folder";
  private static final long ANSWER_TIMEOUT_MS = 60_000;
  private static final long RETRY_MS = 250;

  private final RedisAdmin admin;
  private final Path dataFolder;
  private final String where;
  private final long patienceMs;

  /**
   * A check of one store.
   *
   * @param dataFolder whose lock the caller holds
   * @param patienceMs how long a Redis that is busy with itself is waited for
   */
  public WorldCheck(RedisStore store, Path dataFolder, long patienceMs) {
    admin = new RedisAdmin(store);
    where = store.location();
    this.dataFolder = dataFolder;
    this.patienceMs = patienceMs;
  }

  /**
   * For a server: makes a new world where there is none, and otherwise makes sure that it is ours.
   * Then takes the server's name for this data folder.
   *
   * @return id of the world
   * @throws StoreException (NOT_STARTED) saying what doesn't fit and what to do
   */
  public String start(String serverName) {
    FolderMark mark = FolderMark.read(dataFolder);
    WorldFacts facts = facts(mark);
    String refusal = facts.refusal();
    if (refusal != null) {
      throw new StoreException(Reason.NOT_STARTED, refusal);
    }
    refuseAnotherServer(serverName, mark);
    String world = facts.isNew() ? create(WorldId.random(), 0) : facts.storeWorld();
    if (!world.equals(mark.world())) {
      mark.withWorld(world).write(dataFolder);
    }
    // A write before players come: a Redis that takes none is found out now.
    ask(() -> admin.put(Keys.server(serverName), FOLDER, mark.folder()));
    return world;
  }

  /**
   * For an operator who has looked: takes the store as it is for the world of this data folder,
   * with a sentinel and an id counter that fit its players.
   *
   * @return what was done, for a person
   */
  public String adopt() {
    FolderMark mark = FolderMark.read(dataFolder);
    WorldFacts facts = facts(mark);
    long highest = Math.max(facts.highestPlayer(), ask(admin::highestPlayer));
    String world = facts.storeWorld();
    if (facts.isNew()) {
      world = create(mark.world().isEmpty() ? WorldId.random() : mark.world(), highest);
    } else {
      ask(() -> admin.put(Keys.WORLD, HIGHEST, Long.toString(highest)));
    }
    boolean raised = facts.idCounter() < highest;
    if (raised) {
      ask(() -> admin.setCounter(Keys.PLAYER_IDS, highest));
    }
    mark.withWorld(world).write(dataFolder);
    return "world="
        + world
        + " highestPlayer="
        + highest
        + (raised ? " idCounter=" + facts.idCounter() + "->" + highest : "");
  }

  private WorldFacts facts(FolderMark mark) {
    Map<String, String> sentinel = ask(admin::world);
    String storeWorld = sentinel.getOrDefault(ID, "");
    return new WorldFacts(
        mark.world(),
        storeWorld,
        number(sentinel.getOrDefault(HIGHEST, "0")),
        ask(() -> admin.counter(Keys.PLAYER_IDS)),
        storeWorld.isEmpty() && ask(admin::hasPlayers),
        where);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new StoreException(
          Reason.NOT_STARTED,
          "the sentinel is damaged: key=" + Keys.WORLD + " " + HIGHEST + "=" + text);
    }
  }

  private String create(String id, long highest) {
    // The id comes last: cut off before it, this is done again at the next start.
    ask(() -> admin.put(Keys.WORLD, HIGHEST, Long.toString(highest)));
    ask(() -> admin.put(Keys.WORLD, CREATED_AT, Instant.now().toString()));
    if (!ask(() -> admin.putIfAbsent(Keys.WORLD, ID, id))) {
      throw new StoreException(
          Reason.NOT_STARTED, "another server has just begun a world here: start again");
    }
    return id;
  }

  /**
   * A live server of our name on another data folder would be unseated by our start. One of our own
   * folder can't be alive: we hold the folder's lock, so it was killed, and is taken over from.
   */
  private void refuseAnotherServer(String serverName, FolderMark mark) {
    Map<String, String> server = ask(() -> admin.server(serverName));
    String folder = server.getOrDefault(FOLDER, "");
    String incarnation = server.getOrDefault("incarnation", "");
    if (folder.isEmpty() || folder.equals(mark.folder()) || incarnation.isEmpty()) {
      return;
    }
    if (ask(() -> admin.hasLease(incarnation))) {
      throw new StoreException(
          Reason.NOT_STARTED,
          "another server runs under this name on this store: server-name="
              + serverName
              + " store="
              + where
              + "; give each its own keepstone.persistence.server-name; if it has died, its lease"
              + " ends within a minute");
    }
  }

  /** Asks, and waits for a Redis that answers that it can't just now. */
  private <T> T ask(Supplier<CompletableFuture<T>> question) {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    String told = "";
    while (true) {
      try {
        return question.get().get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        StoreException failure = StoreException.of(e);
        String message = String.valueOf(failure.getMessage());
        if (!isPassing(message) || System.nanoTime() - deadlineNs >= 0) {
          throw failure;
        }
        if (!message.equals(told)) {
          LOG.warn("the store is not ready, waiting for it: reason={}", message);
          told = message;
        }
        pause();
      } catch (TimeoutException e) {
        throw new StoreException(
            Reason.TIMEOUT, "the store does not answer: timeoutMs=" + ANSWER_TIMEOUT_MS, e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  /** Errors of a Redis that will be well again by itself, or when it is given room. */
  private static boolean isPassing(String message) {
    return message.contains("LOADING ")
        || message.contains("READONLY ")
        || message.contains("MISCONF ")
        || message.contains("OOM ")
        || message.contains("BUSY ")
        || message.contains("MASTERDOWN ");
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StoreException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreException(Reason.UNAVAILABLE, "interrupted while asking the store", e);
  }
}
