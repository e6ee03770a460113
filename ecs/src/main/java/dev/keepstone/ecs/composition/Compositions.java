package dev.keepstone.ecs.composition;

import dev.dominion.ecs.api.Dominion;
import dev.dominion.ecs.api.Entity;
import dev.dominion.ecs.api.Results.With2;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Dominion entity for every player in the world, with a handle to its row and its cold
 * components. Entering and leaving are queued and done at one point of the tick, by {@link
 * #apply()}.
 *
 * <p>Dominion 0.9.0 has defects that shape this class: at most 4 components an entity (more can be
 * stored in the wrong columns), {@code setEnabled} is never called (deleting a disabled entity
 * deletes another), 24 class-index bits (with fewer, two classes can share an index), and its
 * queries answer only what may be incomplete (an empty chunk in the middle ends them early; here
 * all entities share one chunk): never saving or visibility.
 */
public final class Compositions implements AutoCloseable {
  private static final String NAME = "keepstone";

  /** The most that Dominion takes: more entities than a world has players, so all in one chunk. */
  private static final int CHUNK_BITS = 16;

  /**
   * 24 bits are 64 MiB that are zeroed for every world: a process that makes thousands of them,
   * such as a fuzzer, may set fewer.
   */
  private static final String CLASS_INDEX_BITS = "dominion." + NAME + ".class-index-bit";

  private static final Comparator<With2<RowHandle, PlayerName>> BY_ENTRANCE =
      Comparator.comparingLong(found -> found.comp1().entrance());

  private final Dominion dominion;
  private final Long2ObjectHashMap<Entity> byEntity = new Long2ObjectHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<With2<RowHandle, PlayerName>> listed = new ArrayList<>();
  private long entrances;
  private boolean listIsCurrent = true;

  /** A null name means that the entity leaves. */
  private record Change(long entity, @Nullable PlayerName name) {}

  /** Receives one player of a list. */
  @FunctionalInterface
  public interface PlayerVisitor {
    void onPlayer(long entity, PlayerName name);
  }

  public Compositions() {
    System.setProperty("dominion.show-banner", "false");
    if (System.getProperty(CLASS_INDEX_BITS) == null) {
      System.setProperty(CLASS_INDEX_BITS, "24");
    }
    System.setProperty("dominion." + NAME + ".chunk-bit", Integer.toString(CHUNK_BITS));
    dominion = Dominion.create(NAME);
  }

  /** Queued until {@link #apply()}. */
  public void enter(long entity, PlayerName name) {
    changes.add(new Change(entity, name));
  }

  /** Queued until {@link #apply()}; nothing happens for an entity that isn't here. */
  public void leave(long entity) {
    changes.add(new Change(entity, null));
  }

  /** Does what was queued, in order. Not to be called while a list is being visited. */
  public void apply() {
    if (changes.isEmpty()) {
      return;
    }
    for (int i = 0; i < changes.size(); i++) {
      apply(changes.get(i));
    }
    changes.clear();
    listIsCurrent = false;
  }

  /**
   * Everybody is gone at once, so that another world can use it after the one before has ended:
   * making one takes 64 MB of memory and 50 ms.
   */
  public void clear() {
    changes.clear();
    byEntity.values().forEach(dominion::deleteEntity);
    byEntity.clear();
    entrances = 0;
    listIsCurrent = false;
  }

  /** How many players have entered and not left. */
  public int size() {
    return byEntity.size();
  }

  /** Returns null when this entity is no player, or has entered after the last {@link #apply()} */
  public @Nullable PlayerName nameOf(long entity) {
    Entity found = byEntity.get(entity);
    return found == null ? null : found.get(PlayerName.class);
  }

  /**
   * Visits at most {@code limit} players in the order in which they entered. Answers what may be
   * incomplete: see the defects above.
   */
  public void visitInOrderOfEntering(int limit, PlayerVisitor visitor) {
    if (!listIsCurrent) {
      listed.clear();
      dominion.findEntitiesWith(RowHandle.class, PlayerName.class).forEach(listed::add);
      listed.sort(BY_ENTRANCE);
      listIsCurrent = true;
    }
    int count = Math.min(limit, listed.size());
    for (int i = 0; i < count; i++) {
      visitor.onPlayer(listed.get(i).comp1().entity(), listed.get(i).comp2());
    }
  }

  @Override
  public void close() {
    dominion.close();
  }

  private void apply(Change change) {
    if (change.name() != null) {
      RowHandle handle = new RowHandle(change.entity(), ++entrances);
      byEntity.put(change.entity(), dominion.createEntity(handle, change.name()));
      return;
    }
    Entity gone = byEntity.remove(change.entity());
    if (gone != null) {
      dominion.deleteEntity(gone);
    }
  }
}
