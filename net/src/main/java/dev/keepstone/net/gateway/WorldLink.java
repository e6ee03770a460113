package dev.keepstone.net.gateway;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.auth.AccountDesk;
import org.agrona.DirectBuffer;

/**
 * A gateway's way to its world, in the same process or in another one. Every message in either
 * direction names the session that it is about.
 *
 * <p>Called on the gateway's thread; nothing waits.
 */
public interface WorldLink extends Outbox, AutoCloseable {
  /** {@link #sessionIdBase}: there is no world at the other end now. */
  long NO_WORLD = 0;

  /**
   * What the ids of sessions start with that are opened now: the highest 16 bits are the gateway's
   * number, which the world answers to. When it changes, the sessions before are gone: no message
   * about them goes in either direction.
   *
   * @return {@link #NO_WORLD} when nobody can get in
   */
  long sessionIdBase();

  /** False when the world is stopping: who plays, plays. */
  boolean acceptsNewcomers();

  /**
   * {@inheritDoc}
   *
   * <p>False also when there is no world. What was taken may still be lost with the link; its
   * sessions then are, too.
   */
  @Override
  boolean offer(DirectBuffer buffer, int offset, int lengthBytes);

  /** Hands over at most about {@code limit} messages of the world. Returns work done. */
  int poll(MessageHandler updates, int limit);

  /** Sends what was offered since the last call; the end of a duty cycle. Returns work done. */
  int flush();

  /** Who judges passwords. */
  AccountDesk accounts();

  @Override
  void close();
}
