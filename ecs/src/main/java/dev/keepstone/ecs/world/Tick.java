package dev.keepstone.ecs.world;

import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.message.GatewayPublisher;
import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.system.FlushSystem;
import dev.keepstone.ecs.system.MovementSystem;
import dev.keepstone.ecs.system.UpdateSystem;
import dev.keepstone.ecs.system.VisibilityGrid;
import dev.keepstone.ecs.system.WanderingSystem;
import dev.keepstone.ecs.table.CommandBuffer;

/** One fixed step of the world: the whole order, top to bottom. */
record Tick(
    Inbox inbox,
    int inboxLimit,
    MessageHandler adapter,
    GatewayPublisher gateways,
    Lifecycle lifecycle,
    CommandBuffer commands,
    Compositions compositions,
    WanderingSystem wandering,
    MovementSystem movement,
    VisibilityGrid grid,
    UpdateSystem updates,
    FlushSystem flush) {

  void run(long number) {
    lifecycle.beginTick(number);
    gateways.sendBacklogs(); // first what had to wait, so that it stays in order

    drainInbox(); // sessions come and go, intents are written into rows
    commands.apply(); // the structural point: rows are made and removed here, nowhere else
    compositions.apply();

    wandering.run(); // creatures decide
    movement.run(); // everything walks
    grid.rebuild(); // who is where now

    updates.run(number); // players are told
    lifecycle.step(); // those who leave are saved first
    flush.run(number); // then the dirty rows whose turn it is
  }

  /** Inboxes may end a poll early at a boundary of theirs, so only 0 means empty. */
  private void drainInbox() {
    int left = inboxLimit;
    int taken;
    do {
      taken = inbox.poll(adapter, left);
      left -= taken;
    } while (taken > 0 && left > 0);
  }
}
