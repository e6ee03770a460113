package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.content.ZoneMap;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.rule.Levels;
import dev.keepstone.ecs.rule.Vitals;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.session.Sessions;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.StateLimits;
import org.jspecify.annotations.Nullable;

/**
 * What operators may do to characters that play here. The order is the operator's operation: his
 * row is written too, so that it remembers what he has done.
 */
final class Orders {
  /** Of experience, at once and altogether: far from where a sum could overflow. */
  private static final long MAX_XP = Transfer.MAX_COINS;

  /** Who dies loses one coin of so many. Items stay. */
  private static final int COINS_LOST_ONE_OF = 10;

  private final Sessions sessions;
  private final ItemTable items;
  private final ZoneMaps zones;

  Orders(Sessions sessions, ItemTable items, ZoneMaps zones) {
    this.sessions = sessions;
    this.items = items;
    this.zones = zones;
  }

  Step prepare(
      Draft own, Transfer transfer, OperatorAction action, int what, long amount, String player) {
    if (own.session().role() != Role.ADMIN) {
      return transfer.refuse(RefusalReason.NOT_ALLOWED);
    }
    Session session = find(player);
    if (session == null) {
      return transfer.refuse(RefusalReason.NOT_THERE);
    }
    Draft target = session == own.session() ? own : transfer.join(session);
    if (target == null) {
      return Step.WAIT;
    }
    return switch (action) {
      case GIVE -> give(target, transfer, what, amount);
      case GRANT_COINS -> grantCoins(target, transfer, amount);
      case GRANT_XP -> grantXp(target, transfer, what, amount);
      case KILL -> kill(target, transfer);
      case NULL_VAL -> transfer.refuse(RefusalReason.BAD_INTENT);
    };
  }

  private @Nullable Session find(String name) {
    for (int i = 0; i < sessions.count(); i++) {
      Session session = sessions.inOrder(i);
      if (session.isPlaying() && session.name().text().equals(name)) {
        return session;
      }
    }
    return null;
  }

  private Step give(Draft target, Transfer transfer, int kind, long amount) {
    ItemType type = items.get(kind);
    if (type == null || amount <= 0) {
      return transfer.refuse(RefusalReason.BAD_INTENT);
    }
    if (amount > (long) type.maxStack() * StateLimits.INVENTORY_SLOTS) {
      return transfer.refuse(RefusalReason.NO_ROOM);
    }
    long each = type.isUnique() ? 1 : amount;
    RefusalReason objection = null;
    for (long given = 0; given < amount && objection == null; given += each) {
      objection = transfer.takeSource(NamedAccount.OPERATOR, kind, each);
      if (objection == null) {
        objection = transfer.put(target, Container.INVENTORY);
      }
    }
    return transfer.endWith(objection);
  }

  private static Step grantCoins(Draft target, Transfer transfer, long amount) {
    if (amount <= 0) {
      return transfer.refuse(RefusalReason.BAD_INTENT);
    }
    RefusalReason objection = transfer.takeSource(NamedAccount.OPERATOR, Shop.TILL_KIND, amount);
    if (objection == null) {
      objection = transfer.putCoins(target);
    }
    return transfer.endWith(objection);
  }

  private static Step grantXp(Draft target, Transfer transfer, int skill, long amount) {
    PlayerState state = target.after;
    if (skill >= StateLimits.SKILLS || amount <= 0) {
      return transfer.refuse(RefusalReason.BAD_INTENT);
    }
    if (amount > MAX_XP - state.lifetimeXp) {
      return transfer.refuse(RefusalReason.NO_ROOM);
    }
    boolean rises =
        Levels.levelOf(state.lifetimeXp + amount) > Levels.levelOf(state.lifetimeXp)
            || Levels.levelOf(state.skillXp[skill] + amount) > Levels.levelOf(state.skillXp[skill]);
    state.skillXp[skill] += amount;
    state.lifetimeXp += amount;
    transfer.become(rises ? OperationKind.LEVEL_UP : OperationKind.GRANT);
    return Step.COMMIT;
  }

  /** Back to life at the zone's spawn point. */
  private Step kill(Draft target, Transfer transfer) {
    PlayerState state = target.after;
    long lost = state.coins / COINS_LOST_ONE_OF;
    RefusalReason objection = transfer.takeCoins(target, lost);
    if (objection == null) {
      transfer.putSink(NamedAccount.CONSUMED);
      ZoneMap map = zones.at(zones.indexOf(state.zone));
      state.x = map.spawnX();
      state.y = map.spawnY();
      state.hp = Vitals.PLAYER_MAX_HP;
      state.deaths++;
      transfer.become(OperationKind.DEATH);
    }
    return transfer.endWith(objection);
  }
}
