package dev.keepstone.net.bot;

/** What bots live for. */
public enum BotMode {
  /** They walk and talk. */
  WALK,
  /** They also take, drop, wear, bank, buy, sell and trade. */
  ECONOMY
}
