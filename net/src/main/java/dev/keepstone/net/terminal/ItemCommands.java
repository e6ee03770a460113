package dev.keepstone.net.terminal;

import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.net.client.ItemIntents;
import dev.keepstone.net.client.OwnState;
import dev.keepstone.net.client.TradeView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The commands about items, coins, trades and standing, and those of operators. */
final class ItemCommands {
  private final LinePlayer player;
  private final Printer printer;

  ItemCommands(LinePlayer player, Printer printer) {
    this.player = player;
    this.printer = printer;
  }

  void addTo(CommandTable table) {
    table
        .add("inventory", "what you carry and wear, and your coins", this::inventory)
        .alias("i", this::inventory)
        .add("take [NAME]", "pick up what lies nearest, or the nearest of that name", player::take)
        .add("drop N [COUNT]", "let fall what you carry in slot N", this::drop)
        .add("equip N", "put on what you carry in slot N", this::equip)
        .add("unequip N", "take off what you wear in slot N", this::unequip)
        .add("swap A B", "exchange two slots", this::swap)
        .add("eat N", "eat or drink one of slot N", this::eat)
        .add("skills", "your level and skills", rest -> show(printer::standing))
        .heading("at the bank")
        .add("bank", "what you have there", rest -> showOwn(printer::bank))
        .add("deposit N [COUNT]", "bring there what you carry in slot N", this::deposit)
        .add("withdraw N [COUNT]", "fetch what lies there in slot N", this::withdraw)
        .heading("at a shop")
        .add("shop", "what it has", rest -> showOwn(printer::shop))
        .add("buy NAME [COUNT]", "buy that", this::buy)
        .add("sell N [COUNT]", "sell what you carry in slot N", this::sell)
        .heading("with another player")
        .add("trade NAME", "ask somebody near to trade", player::askForTrade)
        .add("accept", "say yes to a trade", rest -> step(this::accept))
        .add("offer N [COUNT]", "put slot N on the table; 0 takes it off", this::offer)
        .add("offer coins N", "put so many coins on the table", this::offer)
        .add("confirm", "agree to what is on the table", rest -> confirm())
        .add("cancel", "end the trade", rest -> step(this::cancel))
        .heading("for operators")
        .add("give PLAYER ITEM [COUNT]", "make an item for somebody", this::give)
        .add("coins PLAYER N", "make coins for somebody", this::coins)
        .add("xp PLAYER SKILL N", "give experience; skills are 0 to 11", this::experience)
        .add("kill PLAYER", "let somebody die", this::kill);
  }

  private void inventory(String rest) {
    showOwn(printer::inventory);
  }

  private void showOwn(Consumer<OwnState> print) {
    print.accept(player.own());
    player.prompt();
  }

  private void show(Consumer<OwnState.Standing> print) {
    print.accept(player.own().standing());
    player.prompt();
  }

  private void drop(String rest) {
    move("drop", rest, player.own().inventory(), items()::drop);
  }

  private void deposit(String rest) {
    move("deposit", rest, player.own().inventory(), items()::deposit);
  }

  private void withdraw(String rest) {
    move("withdraw", rest, player.own().bank(), items()::withdraw);
  }

  private void sell(String rest) {
    move("sell", rest, player.own().inventory(), items()::sell);
  }

  private void equip(String rest) {
    move("equip", rest, player.own().inventory(), (slot, count) -> items().equip(slot));
  }

  private void unequip(String rest) {
    move("unequip", rest, player.own().equipment(), (slot, count) -> items().unequip(slot));
  }

  private void eat(String rest) {
    move("eat", rest, player.own().inventory(), (slot, count) -> items().consume(slot));
  }

  /** What is done with a slot and a count; 0 is all of it. */
  @FunctionalInterface
  private interface SlotOperation {
    long send(int slot, int count);
  }

  private void move(String verb, String rest, ItemSlots slots, SlotOperation operation) {
    Words words = new Words(rest);
    int slot = slot(words, 0, slots);
    Long count = words.number(1, StateLimits.MAX_COUNT);
    if (slot == ItemSlots.NONE || count == null) {
      player.complain(verb + " what? For example: " + verb + " 0 (see inventory for the slots)");
    } else if (slots.isEmpty(slot)) {
      player.complain("there is nothing in slot " + slot);
    } else {
      player.awaitOperation(operation.send(slot, (int) Math.max(0, count)));
    }
  }

  private void swap(String rest) {
    Words words = new Words(rest);
    int slot = slot(words, 0, player.own().inventory());
    int other = slot(words, 1, player.own().inventory());
    if (slot == ItemSlots.NONE || other == ItemSlots.NONE) {
      player.complain("swap which? For example: swap 0 5");
    } else {
      player.awaitOperation(items().swap(slot, other));
    }
  }

  private void buy(String rest) {
    Words words = new Words(rest);
    boolean counted = words.endsWithNumber();
    int nameEnd = counted ? words.count() - 1 : words.count();
    Long count = counted ? words.number(nameEnd, StateLimits.MAX_COUNT) : Long.valueOf(1);
    if (nameEnd == 0 || count == null || count == 0) {
      player.complain("buy what? For example: buy apple 3");
      return;
    }
    int kind = kind(words.name(0, nameEnd));
    if (kind != 0) {
      player.awaitOperation(items().buy(kind, count.intValue()));
    }
  }

  /** One step of the trade at hand; returns the intent's sequence. */
  @FunctionalInterface
  private interface TradeStep {
    int send(TradeView trade);
  }

  private void step(TradeStep step) {
    TradeView trade = player.own().trade();
    if (trade == null || trade.isOver()) {
      player.complain("you trade with nobody; start with: trade NAME");
    } else {
      player.awaitTrade(step.send(trade));
    }
  }

  private int accept(TradeView trade) {
    return items().acceptTrade(trade.other());
  }

  private int cancel(TradeView trade) {
    return items().cancelTrade(trade.other());
  }

  private void confirm() {
    TradeView trade = player.own().trade();
    if (trade == null || trade.isOver()) {
      player.complain("you trade with nobody; start with: trade NAME");
    } else {
      player.awaitConfirmation(items().confirmTrade(trade));
    }
  }

  /** An offer replaces the one before, so what lies on the table already is offered again. */
  private void offer(String rest) {
    Words words = new Words(rest);
    boolean isCoins = words.count() == 2 && words.get(0).equals("coins");
    Long number = words.number(1, isCoins ? Long.MAX_VALUE : StateLimits.MAX_COUNT);
    ItemSlots inventory = player.own().inventory();
    int slot = isCoins ? ItemSlots.NONE : slot(words, 0, inventory);
    if (number == null || (!isCoins && slot == ItemSlots.NONE)) {
      player.complain("offer what? For example: offer 0 3, or: offer coins 20");
      return;
    }
    step(
        trade -> {
          List<TradeView.Offered> offered = new ArrayList<>();
          for (TradeView.Offered before : trade.offered()) {
            if (before.isYours() && before.slot() != slot) {
              offered.add(before);
            }
          }
          long count = isCoins ? 0 : number == Words.ABSENT ? inventory.count(slot) : number;
          if (count > 0) {
            offered.add(new TradeView.Offered(true, slot, inventory.kind(slot), count));
          }
          return items().offer(trade.other(), isCoins ? number : trade.yourCoins(), offered);
        });
  }

  private void give(String rest) {
    Words words = new Words(rest);
    boolean counted = words.endsWithNumber();
    int nameEnd = counted ? words.count() - 1 : words.count();
    Long count = counted ? words.number(nameEnd, StateLimits.MAX_COUNT) : Long.valueOf(1);
    if (nameEnd < 2 || count == null || count == 0) {
      player.complain("give what to whom? For example: give ada sword");
      return;
    }
    int kind = kind(words.name(1, nameEnd));
    if (kind != 0) {
      order(OperatorAction.GIVE, words.get(0), kind, count);
    }
  }

  private void coins(String rest) {
    Words words = new Words(rest);
    Long amount = words.number(1, Long.MAX_VALUE);
    if (amount == null || amount <= 0) {
      player.complain("how many coins for whom? For example: coins ada 100");
    } else {
      order(OperatorAction.GRANT_COINS, words.get(0), 0, amount);
    }
  }

  private void experience(String rest) {
    Words words = new Words(rest);
    Long skill = words.number(1, StateLimits.SKILLS - 1);
    Long amount = words.number(2, Long.MAX_VALUE);
    if (skill == null || skill < 0 || amount == null || amount <= 0) {
      player.complain("how much of which skill for whom? For example: xp ada 0 500");
    } else {
      order(OperatorAction.GRANT_XP, words.get(0), skill.intValue(), amount);
    }
  }

  private void kill(String rest) {
    if (rest.isEmpty()) {
      player.complain("kill whom?");
    } else {
      order(OperatorAction.KILL, rest, 0, 0);
    }
  }

  private void order(OperatorAction action, String whom, int what, long amount) {
    player.awaitOperation(items().order(action, whom, what, amount));
  }

  private ItemIntents items() {
    return player.items();
  }

  /** 0 after a complaint, when the server has no item of that name. */
  private int kind(String name) {
    int kind = player.own().items().kindOf(name);
    if (kind == 0) {
      player.complain("there is no item called '" + name + "'");
    }
    return kind;
  }

  private static int slot(Words words, int index, ItemSlots slots) {
    Long slot = words.number(index, slots.size() - 1);
    return slot == null || slot == Words.ABSENT ? ItemSlots.NONE : slot.intValue();
  }
}
