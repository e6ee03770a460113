package dev.keepstone.net.terminal;

import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.OnlineDecoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.net.client.OwnState;
import dev.keepstone.net.client.TradeView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Turns what happens into lines for a person. */
final class Printer {
  private final PrintWriter out;

  Printer(PrintWriter out) {
    this.out = out;
  }

  void say(String text) {
    out.println(text);
    out.flush();
  }

  void prompt() {
    out.print("> ");
    out.flush();
  }

  void seen(SeenDecoder.NearDecoder near, float x, float y) {
    if (!near.hasNext()) {
      say("  nobody is near");
    }
    while (near.hasNext()) {
      near.next();
      float eastTiles = near.x() - x;
      float southTiles = near.y() - y;
      EntityKind kind = near.kind();
      String name = near.name();
      say(
          String.format(
              Locale.ROOT,
              "  %-20s %4.1f tiles %s",
              kind == EntityKind.PLAYER ? name : withArticle(name),
              Math.hypot(eastTiles, southTiles),
              Direction.of(eastTiles, southTiles).text));
    }
  }

  void online(OnlineDecoder message) {
    long total = message.total();
    StringBuilder names = new StringBuilder();
    int named = 0;
    for (OnlineDecoder.PlayersDecoder player : message.players()) {
      names.append(named++ == 0 ? "" : ", ").append(player.name());
    }
    say(
        total
            + (total == 1 ? " player: " : " players: ")
            + names
            + (total > named ? " and " + (total - named) + " more" : ""));
  }

  void inventory(OwnState own) {
    say(own.coins() + (own.coins() == 1 ? " coin" : " coins"));
    slots(own, own.inventory(), "carried", "You carry nothing.");
    slots(own, own.equipment(), "worn", "You wear nothing.");
  }

  void bank(OwnState own) {
    slots(own, own.bank(), "bank", "Your bank is empty.");
  }

  private void slots(OwnState own, ItemSlots slots, String place, String whenEmpty) {
    if (slots.emptyCount() == slots.size()) {
      say(whenEmpty);
      return;
    }
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        String name = own.items().name(slots.kind(slot));
        int count = slots.count(slot);
        say(
            String.format(
                Locale.ROOT,
                "  %-7s %2d  %s",
                place,
                slot,
                count == 1 ? name : count + " " + name));
      }
    }
  }

  void shop(OwnState own) {
    if (own.shop().number() == 0) {
      say("No shop is near.");
      return;
    }
    for (OwnState.Goods goods : own.shop().goods()) {
      say(
          String.format(
              Locale.ROOT,
              "  %-20s %6d at %d coins",
              own.items().name(goods.kind()),
              goods.amount(),
              goods.price()));
    }
  }

  void standing(OwnState.Standing standing) {
    say(
        "level "
            + standing.level()
            + ", "
            + standing.lifetimeXp()
            + " experience in all, "
            + standing.deaths()
            + (standing.deaths() == 1 ? " death, " : " deaths, ")
            + Duration.ofMillis(standing.playtimeMs()).toMinutes()
            + " minutes played");
    for (OwnState.Skill skill : standing.skills()) {
      say(
          String.format(
              Locale.ROOT,
              "  skill %2d  level %3d  %d experience",
              skill.skill(),
              skill.level(),
              skill.xp()));
    }
  }

  /** What is worth a line of its own when a standing changes. */
  void standingChange(OwnState.Standing before, OwnState.Standing now) {
    if (now.deaths() > before.deaths()) {
      say("You died.");
    }
    if (now.level() > before.level()) {
      say("You are level " + now.level() + " now.");
    }
  }

  /**
   * A trade at this moment.
   *
   * @param isAsked whether the request came from the other
   */
  void trade(OwnState own, TradeView trade, boolean isAsked) {
    String other = trade.otherName();
    switch (trade.stage()) {
      case REQUESTED ->
          say(
              isAsked
                  ? other + " wants to trade with you: accept or cancel"
                  : "You ask " + other + " to trade.");
      case OPEN -> {
        say("trade with " + other);
        side(own, trade, true);
        side(own, trade, false);
      }
      case SAVING -> say("trade with " + other + ": both agree, saving...");
      case DONE -> say("The trade with " + other + " is done.");
      case CANCELLED -> say("The trade with " + other + " is off.");
      case NULL_VAL -> {
        // A stage that a newer server has.
      }
    }
  }

  private void side(OwnState own, TradeView trade, boolean isYours) {
    StringBuilder line = new StringBuilder(isYours ? "  you give:  " : "  they give: ");
    long coins = isYours ? trade.yourCoins() : trade.theirCoins();
    line.append(coins).append(" coins");
    for (TradeView.Offered offered : trade.offered()) {
      if (offered.isYours() == isYours) {
        line.append(", ")
            .append(offered.amount())
            .append(' ')
            .append(own.items().name(offered.kind()));
      }
    }
    if (isYours ? trade.youConfirmed() : trade.theyConfirmed()) {
      line.append("  (confirmed)");
    }
    say(line.toString());
  }

  /** What an operation is called in a line. */
  static String text(OperationKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String withArticle(String name) {
    return (!name.isEmpty() && "aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }
}
