package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import org.agrona.DirectBuffer;

/** A tee in front of the real inbox: each message is written down, then handled. */
final class RecordingInbox implements Inbox {
  private final Inbox inbox;
  private final InboxRecorder recorder;
  private final MessageHandler tee = this::onMessage;
  private MessageHandler handler = (buffer, offset, lengthBytes) -> {};

  RecordingInbox(Inbox inbox, InboxRecorder recorder) {
    this.inbox = inbox;
    this.recorder = recorder;
  }

  @Override
  public int poll(MessageHandler handler, int limit) {
    this.handler = handler;
    return inbox.poll(tee, limit);
  }

  private void onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    recorder.onMessage(buffer, offset, lengthBytes);
    handler.onMessage(buffer, offset, lengthBytes);
  }
}
