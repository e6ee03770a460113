package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.message.Outbox;
import org.agrona.DirectBuffer;

/** Asks the real outbox, and writes its answer down where it was not "taken". */
final class RecordingOutbox implements Outbox {
  private final Outbox outbox;
  private final InboxRecorder recorder;

  RecordingOutbox(Outbox outbox, InboxRecorder recorder) {
    this.outbox = outbox;
    this.recorder = recorder;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    boolean accepted;
    try {
      accepted = outbox.offer(buffer, offset, lengthBytes);
    } catch (RuntimeException e) {
      recorder.onNotAccepted(InboxLogDescriptor.FAILED);
      throw e;
    }
    if (accepted) {
      recorder.onAccepted();
    } else {
      recorder.onNotAccepted(InboxLogDescriptor.REFUSED);
    }
    return accepted;
  }
}
