package dev.keepstone.bench.crash;

import dev.keepstone.bench.proxy.FaultKind;
import org.jspecify.annotations.Nullable;

/** Where the server dies while A gives B a sword and B then logs out. */
enum TradeStep {
  /** Both have confirmed; the server may or may not have heard it. */
  CONFIRMED("both have confirmed", null, ""),
  /** The commit is on its way and never arrives. */
  BEFORE_COMMIT("the commit is sent and does not arrive", FaultKind.CUT_BEFORE, "COMMIT"),
  /** The commit is executed; the server never hears of it. */
  AFTER_COMMIT("the commit is executed and not answered", FaultKind.CUT_AFTER, "COMMIT"),
  /** Both were told that it is saved. */
  ACKNOWLEDGED("both were told that it is saved", null, ""),
  /** B leaves; his last save never arrives. */
  BEFORE_LAST_SAVE("B's last save is sent and does not arrive", FaultKind.CUT_BEFORE, "SAVE"),
  /** B's last save and release are executed; the server never hears of it. */
  AFTER_LAST_SAVE("B's last save is executed and not answered", FaultKind.CUT_AFTER, "SAVE"),
  /** B was told farewell. */
  LEFT("B was told that all is saved and has left", null, "");

  private final String text;
  private final @Nullable FaultKind fault;
  private final String command;

  TradeStep(String text, @Nullable FaultKind fault, String command) {
    this.text = text;
    this.fault = fault;
    this.command = command;
  }

  String text() {
    return text;
  }

  /** What holds the server at this step; null: nothing has to. */
  @Nullable FaultKind fault() {
    return fault;
  }

  /** Which command it strikes. */
  String command() {
    return command;
  }

  /** Whether the trade must be done when the server dies here. */
  boolean mustBeDone() {
    return compareTo(AFTER_COMMIT) >= 0;
  }

  /** Whether it must not be done. */
  boolean mustNotBeDone() {
    return this == BEFORE_COMMIT;
  }

  boolean isDuringLogout() {
    return compareTo(BEFORE_LAST_SAVE) >= 0;
  }
}
