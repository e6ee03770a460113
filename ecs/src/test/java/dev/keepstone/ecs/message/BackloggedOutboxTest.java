package dev.keepstone.ecs.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class BackloggedOutboxTest {
  private static final int BACKLOG_BYTES = 1024;
  private static final int MESSAGE_BYTES = 100;

  private final List<Integer> arrived = new ArrayList<>();
  private final WorldCounters counters = new WorldCounters();
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
  private int room;
  private final BackloggedOutbox outbox =
      new BackloggedOutbox(
          (buffer, offset, lengthBytes) -> {
            if (room == 0) {
              return false;
            }
            room--;
            return arrived.add(buffer.getInt(offset));
          },
          BACKLOG_BYTES,
          counters);

  @Test
  void nothingOvertakesWhatWaits() {
    assertThat(keep(1)).isTrue();
    room = 2;
    assertThat(keep(2)).isTrue();
    assertThat(drop(3)).isFalse();
    assertThat(arrived).isEmpty();

    outbox.sendBacklog();

    assertThat(arrived).containsExactly(1, 2);
    room = 1;
    assertThat(drop(4)).isTrue();
  }

  @Test
  void sendsAsFarAsThereIsRoom() {
    keep(1);
    keep(2);
    keep(3);
    room = 2;
    outbox.sendBacklog();
    assertThat(arrived).containsExactly(1, 2);

    room = 2;
    outbox.sendBacklog();
    assertThat(keep(4)).isTrue();

    assertThat(arrived).containsExactly(1, 2, 3, 4);
    assertThat(counters.get(WorldCounter.BACKLOGGED_MESSAGES)).isEqualTo(3);
  }

  @Test
  void keepsAQuarterForUrgentMessages() {
    int kept = 0;
    while (keep(kept)) {
      kept++;
    }
    assertThat(kept * MESSAGE_BYTES).isLessThanOrEqualTo(BACKLOG_BYTES * 3 / 4);

    int urgent = 0;
    while (outbox.keep(message, 0, MESSAGE_BYTES, true)) {
      urgent++;
    }
    assertThat(urgent).isPositive();

    room = 100;
    outbox.sendBacklog();
    assertThat(arrived).hasSize(kept + urgent);
  }

  @Test
  void whatOthersSayLeavesRoomForAnswers() {
    int said = 0;
    while (say(said)) {
      said++;
    }
    assertThat(said * MESSAGE_BYTES).isBetween(BACKLOG_BYTES / 3, BACKLOG_BYTES / 2);

    assertThat(keep(said)).isTrue();
    assertThat(say(said + 1)).isFalse();

    room = 100;
    outbox.sendBacklog();
    assertThat(arrived).hasSize(said + 1).isSorted();
    assertThat(say(said + 1)).isTrue();
  }

  private boolean say(int number) {
    message.putInt(0, number);
    return outbox.keepOrDrop(message, 0, MESSAGE_BYTES);
  }

  private boolean keep(int number) {
    message.putInt(0, number);
    return outbox.keep(message, 0, MESSAGE_BYTES, false);
  }

  private boolean drop(int number) {
    message.putInt(0, number);
    return outbox.sendOrDrop(message, 0, MESSAGE_BYTES);
  }
}
