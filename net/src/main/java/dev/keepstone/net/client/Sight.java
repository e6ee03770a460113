package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is in sight of a character: what the world has told, each once. A snapshot says where they
 * are; this says who they are. Belongs to the thread that polls the client.
 */
public final class Sight {
  private final Long2ObjectHashMap<Entity> byId = new Long2ObjectHashMap<>();

  /** What somebody in sight is, and is called. */
  public record Entity(EntityKind kind, String name) {}

  /** How many are in sight. */
  public int size() {
    return byId.size();
  }

  /** Returns null when this entity is not in sight */
  public @Nullable Entity of(long entity) {
    return byId.get(entity);
  }

  /** What those in sight are called, in alphabetical order; at most so many of them. */
  public List<String> names(int limit) {
    return byId.values().stream().map(Entity::name).sorted().limit(limit).toList();
  }

  void clear() {
    byId.clear();
  }

  void onAppeared(AppearedDecoder appeared) {
    if (appeared.afresh() == 1) {
      byId.clear();
    }
    for (AppearedDecoder.EntitiesDecoder entity : appeared.entities()) {
      byId.put(entity.entity(), new Entity(entity.kind(), entity.name()));
    }
  }

  void onVanished(VanishedDecoder vanished) {
    for (VanishedDecoder.EntitiesDecoder entity : vanished.entities()) {
      byId.remove(entity.entity());
    }
  }
}
