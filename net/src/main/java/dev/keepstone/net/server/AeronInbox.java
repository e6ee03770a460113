package dev.keepstone.net.server;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Inbox} over one Aeron subscription. All senders share one publication, so there is one
 * log and one order. Polled by one thread.
 */
final class AeronInbox implements Inbox {
  private final Subscription subscription;
  private final FragmentHandler assembler = new FragmentAssembler(this::onMessage);
  private @Nullable MessageHandler handler;

  AeronInbox(Subscription subscription) {
    this.subscription = subscription;
  }

  @Override
  public int poll(MessageHandler handler, int limit) {
    this.handler = handler;
    return subscription.poll(assembler, limit);
  }

  private void onMessage(
      DirectBuffer buffer, int offset, int length, io.aeron.logbuffer.Header header) {
    if (handler != null) {
      handler.onMessage(buffer, offset, length);
    }
  }
}
