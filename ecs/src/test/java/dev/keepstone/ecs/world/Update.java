package dev.keepstone.ecs.world;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.TradeStage;
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

  /** A slot of one's own; kind 0: empty. */
  record Slot(Container container, int slot, int kind, long amount, long unique) {}

  record OwnSlots(long session, long coins, List<Slot> slots) implements Update {}

  record Standing(long session, long lifetimeXp, long deaths, int level) implements Update {}

  record Saving(long session, long operation, long sequence, OperationKind kind)
      implements Update {}

  record Saved(long session, long operation, long sequence, OperationKind kind) implements Update {}

  /** A part of an offer. */
  record Offered(int slot, int kind, long amount, boolean isYours) {}

  record TradeWindow(
      long session,
      long other,
      TradeStage stage,
      long yourCoins,
      long theirCoins,
      boolean youConfirmed,
      boolean theyConfirmed,
      long revision,
      List<Offered> offered,
      String otherName)
      implements Update {}

  /** What a kind is called. */
  record Kind(int kind, long maxStack, int equipSlot, String name) {}

  record ItemKinds(long session, List<Kind> kinds) implements Update {}

  /** What a shop has of a kind. */
  record Good(int kind, long amount, long price) {}

  record ShopStock(long session, int shop, List<Good> goods) implements Update {}

  record IntentRefused(long session, long sequence, RefusalReason reason) implements Update {}
}
