package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.message.sbe.TradeWindowDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A trade as one of its two players sees it.
 *
 * @param other the other's entity
 * @param revision counts changes of what is offered: a confirmation names it
 * @param offered by both, yours and theirs
 */
public record TradeView(
    long other,
    String otherName,
    TradeStage stage,
    long yourCoins,
    long theirCoins,
    boolean youConfirmed,
    boolean theyConfirmed,
    long revision,
    List<Offered> offered) {

  /**
   * What lies on the table.
   *
   * @param slot of its owner's inventory
   */
  public record Offered(boolean isYours, int slot, int kind, long amount) {}

  static TradeView of(TradeWindowDecoder message) {
    long other = message.other();
    TradeStage stage = message.stage();
    long yourCoins = message.yourCoins();
    long theirCoins = message.theirCoins();
    boolean youConfirmed = message.youConfirmed() == 1;
    boolean theyConfirmed = message.theyConfirmed() == 1;
    long revision = message.revision();
    List<Offered> offered = new ArrayList<>();
    for (TradeWindowDecoder.OfferedDecoder entry : message.offered()) {
      offered.add(new Offered(entry.isYours() == 1, entry.slot(), entry.kind(), entry.amount()));
    }
    return new TradeView(
        other,
        message.otherName(),
        stage,
        yourCoins,
        theirCoins,
        youConfirmed,
        theyConfirmed,
        revision,
        List.copyOf(offered));
  }

  /** Whether there is nothing more to do about it. */
  public boolean isOver() {
    return stage == TradeStage.DONE || stage == TradeStage.CANCELLED;
  }
}
