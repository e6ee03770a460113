package dev.keepstone.ecs.world;

import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import java.util.List;

/** What the world said to one session, decoded. */
public sealed interface Update {
  long session();

  /** An entity in a snapshot or in an answer to Look; the latter has a name and no hp. */
  record Near(long entity, float x, float y, int hp, EntityKind kind, String name) {}

  record EnterRefused(long session, RefusalReason reason) implements Update {}

  record Entered(
      long session,
      long playerId,
      long entity,
      long tick,
      int zone,
      float x,
      float y,
      String name,
      String zoneName)
      implements Update {}

  record Snapshot(
      long session, long tick, long ackedSequence, float x, float y, int hp, List<Near> near)
      implements Update {}

  /** Kinds and names of newcomers; positions are 0. */
  record Appeared(long session, boolean afresh, List<Near> entities) implements Update {}

  record Vanished(long session, List<Long> entities) implements Update {}

  record Spoken(long session, long speaker, String name, String text) implements Update {}

  record Seen(long session, long sequence, List<Near> near) implements Update {}

  record Online(long session, long sequence, long total, List<String> names) implements Update {}

  record Farewell(long session, FarewellReason reason, boolean saved, float x, float y)
      implements Update {}

  record IntentRefused(long session, long sequence, RefusalReason reason) implements Update {}
}
