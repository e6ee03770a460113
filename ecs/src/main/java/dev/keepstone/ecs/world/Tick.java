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
import dev.keepstone.ecs.transfer.TransferSystem;

/** One fixed step of the world: the whole order, top to bottom. */
record Tick(
    Inbox inbox,
    int inboxLimit,
    MessageHandler adapter,
    GatewayPublisher gateways,
    Lifecycle lifecycle,
    TransferSystem transfers,
    CommandBuffer commands,
    Compositions compositions,
    WanderingSystem wandering,
    MovementSystem movement,
    VisibilityGrid grid,
    UpdateSystem updates,
    FlushSystem flush,
    TickTimes times) {

  void run(long number) {
    times.begin();
    lifecycle.beginTick(number);
    transfers.beginTick(number);
    gateways.sendBacklogs(); // first what had to wait, so that it stays in order

    drainInbox(); // sessions come and go, intents are written into rows
    times.end(TickPhase.INBOX);
    transfers.run(number); // operations whose turn it is go to the vault and into rows
    times.end(TickPhase.TRANSFERS);
    commands.apply(); // the structural point: rows are made and removed here, nowhere else
    compositions.apply();
    times.end(TickPhase.STRUCTURE);

    wandering.run(); // creatures decide
    times.end(TickPhase.WANDERING);
    movement.run(); // everything walks
    times.end(TickPhase.MOVEMENT);
    grid.rebuild(); // who is where now
    times.end(TickPhase.GRID);

    transfers.tell(number); // players are told of trades and shops
    updates.run(number); // and of what is near
    times.end(TickPhase.UPDATES);
    lifecycle.step(); // those who leave are saved first
    times.end(TickPhase.LIFECYCLE);
    flush.run(number); // then the dirty rows whose turn it is
    times.end(TickPhase.FLUSH);
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
