package dev.keepstone.net.link;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.transport.Offers;
import io.aeron.ControlledFragmentAssembler;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/** Frames over one Aeron stream each way. */
final class AeronBatchChannel implements BatchChannel {
  private final Image image;
  private final ExclusivePublication publication;
  private final Runnable onClose;
  private final ControlledFragmentAssembler assembler =
      new ControlledFragmentAssembler(this::onFrame, LinkLimits.FRAME_BYTES);

  private Outbox taker = (buffer, offset, lengthBytes) -> false;

  /**
   * @param onClose gives back what the two were made with
   */
  AeronBatchChannel(Image image, ExclusivePublication publication, Runnable onClose) {
    this.image = image;
    this.publication = publication;
    this.onClose = onClose;
  }

  @Override
  public boolean send(DirectBuffer frame, int offset, int lengthBytes) {
    return Offers.offer(publication, frame, offset, lengthBytes) > 0;
  }

  @Override
  public int poll(Outbox newTaker, int limit) {
    taker = newTaker;
    return image.controlledPoll(assembler, limit);
  }

  @Override
  public boolean isOver() {
    return image.isClosed() || publication.isClosed();
  }

  @Override
  public void close() {
    publication.close();
    onClose.run();
  }

  private Action onFrame(DirectBuffer buffer, int offset, int lengthBytes, Header header) {
    return taker.offer(buffer, offset, lengthBytes) ? Action.CONTINUE : Action.ABORT;
  }
}
