package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.gateway.WorldLink;
import org.agrona.DirectBuffer;

/** A link to a world in the same process that a test may cut, as one to a server elsewhere is. */
public final class MemoryWorldLink implements WorldLink {
  private final WorldLink local;
  private long idBase;
  private boolean isStopping;

  public MemoryWorldLink(WorldLink local) {
    this.local = local;
    idBase = local.sessionIdBase();
  }

  /** There is no world any more. */
  public void cut() {
    idBase = NO_WORLD;
  }

  /** There is one again, which calls this gateway by that number. */
  public void restore(int gatewayNumber) {
    idBase = (long) gatewayNumber << 48;
  }

  /** The world takes nobody in from now on. */
  public void stopping() {
    isStopping = true;
  }

  @Override
  public long sessionIdBase() {
    return idBase;
  }

  @Override
  public boolean acceptsNewcomers() {
    return !isStopping && local.acceptsNewcomers();
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    return idBase != NO_WORLD && local.offer(buffer, offset, lengthBytes);
  }

  @Override
  public int poll(MessageHandler updates, int limit) {
    return idBase == NO_WORLD ? 0 : local.poll(updates, limit);
  }

  @Override
  public int flush() {
    return local.flush();
  }

  @Override
  public AccountDesk accounts() {
    return local.accounts();
  }

  @Override
  public void close() {
    local.close();
  }
}
