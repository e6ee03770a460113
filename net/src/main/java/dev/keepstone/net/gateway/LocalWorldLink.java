package dev.keepstone.net.gateway;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.auth.AccountDesk;
import org.agrona.DirectBuffer;

/** The way to a world in the same process: its two queues, and the accounts beside it. */
public final class LocalWorldLink implements WorldLink {
  private final long sessionIdBase;
  private final Outbox worldInbox;
  private final Inbox worldOutbox;
  private final AccountDesk accounts;

  /**
   * @param gatewayNumber which of the world's outboxes is ours, from 1 on
   * @param worldInbox where Enter, Gone and intents go
   * @param worldOutbox where the world's messages for this gateway come from
   */
  public LocalWorldLink(
      int gatewayNumber, Outbox worldInbox, Inbox worldOutbox, AccountDesk accounts) {
    sessionIdBase = (long) gatewayNumber << 48;
    this.worldInbox = worldInbox;
    this.worldOutbox = worldOutbox;
    this.accounts = accounts;
  }

  @Override
  public long sessionIdBase() {
    return sessionIdBase;
  }

  @Override
  public boolean acceptsNewcomers() {
    return true;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    return worldInbox.offer(buffer, offset, lengthBytes);
  }

  @Override
  public int poll(MessageHandler updates, int limit) {
    return worldOutbox.poll(updates, limit);
  }

  @Override
  public int flush() {
    return 0;
  }

  @Override
  public AccountDesk accounts() {
    return accounts;
  }

  @Override
  public void close() {
    // Both queues belong to the server.
  }
}
