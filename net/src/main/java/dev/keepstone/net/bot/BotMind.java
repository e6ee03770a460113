package dev.keepstone.net.bot;

import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.TradeView;

/** What a bot does while it plays. Called on the swarm's thread. */
interface BotMind {

  /**
   * Decides and sends, 20 times a second.
   *
   * @param x where the bot stands
   * @param y where the bot stands
   * @return the sequence of the Move that was sent; 0 when none was
   */
  int step(GameClient client, float x, float y, long nowNs);

  /** In the world, for the first time or again. */
  default void onEntered() {}

  default void onSeen(SeenDecoder message) {}

  default void onTradeWindow(TradeView trade, long nowNs) {}
}
