package dev.keepstone.net.bot;

import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.TradeView;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bot's trades: asks somebody near now and then, mostly says yes, puts one thing or a few coins
 * on the table, and confirms what lies there once it has not changed for a moment.
 */
final class Haggling {
  private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final int MIN_PAUSE_MS = 3_000;
  private static final int PAUSE_SPREAD_MS = 9_000;
  private static final int REFUSE_ONE_IN = 8;
  private static final int MAX_COINS = 5;

  private final SplittableRandom random;
  private final OperationWatch watch;

  private @Nullable TradeView trade;
  private long askedEntity;
  private boolean hasOffered;
  private boolean hasConfirmed;
  private long begunNs;
  private long changedNs;
  private long nextRequestNs;

  Haggling(SplittableRandom random, OperationWatch watch) {
    this.random = random;
    this.watch = watch;
  }

  boolean isBusy() {
    return trade != null;
  }

  /** A new session has no trade. */
  void reset() {
    trade = null;
    askedEntity = 0;
  }

  /** Whether it is time to ask somebody. */
  boolean wantsToAsk(long nowNs) {
    return trade == null && nowNs - nextRequestNs >= 0;
  }

  void ask(GameClient client, long entity, long nowNs) {
    pause(nowNs);
    if (client.items().requestTrade(entity) > 0) {
      askedEntity = entity;
    }
  }

  void onTradeWindow(TradeView newest, long nowNs) {
    if (newest.isOver()) {
      if (newest.stage() == TradeStage.DONE) {
        watch.onTradeDone();
      }
      reset();
      pause(nowNs);
      return;
    }
    if (trade == null) {
      begunNs = nowNs;
      hasOffered = false;
    }
    trade = newest;
    hasConfirmed = newest.youConfirmed();
    changedNs = nowNs;
  }

  /** Does what the trade needs next. */
  void step(GameClient client, long nowNs) {
    TradeView current = trade;
    if (current == null || nowNs - changedNs < SETTLE_NS) {
      return;
    }
    if (nowNs - begunNs > PATIENCE_NS && current.stage() != TradeStage.SAVING) {
      client.items().cancelTrade(current.other());
      begunNs = nowNs;
    } else if (current.stage() == TradeStage.REQUESTED) {
      answer(client, current, nowNs);
    } else if (current.stage() == TradeStage.OPEN && !hasOffered) {
      hasOffered = offer(client, current) > 0;
    } else if (current.stage() == TradeStage.OPEN && !hasConfirmed) {
      hasConfirmed = watch.onSent(client.items().confirmTrade(current));
    }
  }

  private void answer(GameClient client, TradeView current, long nowNs) {
    if (current.other() == askedEntity) {
      return;
    }
    changedNs = nowNs;
    if (random.nextInt(REFUSE_ONE_IN) == 0) {
      client.items().cancelTrade(current.other());
    } else {
      client.items().acceptTrade(current.other());
    }
  }

  private int offer(GameClient client, TradeView current) {
    ItemSlots inventory = client.own().inventory();
    int slot = Picking.occupied(inventory, random);
    if (slot != ItemSlots.NONE && random.nextBoolean()) {
      TradeView.Offered one = new TradeView.Offered(true, slot, inventory.kind(slot), 1);
      return client.items().offer(current.other(), 0, List.of(one));
    }
    long coins = Math.min(client.own().coins(), random.nextInt(MAX_COINS + 1));
    return client.items().offer(current.other(), coins, List.of());
  }

  private void pause(long nowNs) {
    nextRequestNs =
        nowNs + TimeUnit.MILLISECONDS.toNanos(MIN_PAUSE_MS + random.nextInt(PAUSE_SPREAD_MS));
  }
}
