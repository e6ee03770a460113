package dev.keepstone.ecs.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageRingTest {
  private final MessageRing ring = new MessageRing(1024);
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[200]);

  @Test
  void handsOverWholeMessagesInOrder() {
    for (int i = 1; i <= 5; i++) {
      message.putInt(3, i);
      assertThat(ring.offer(message, 3, 4 * i)).isTrue();
    }
    List<Integer> numbers = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    MessageHandler handler =
        (buffer, offset, lengthBytes) -> {
          numbers.add(buffer.getInt(offset));
          lengths.add(lengthBytes);
        };

    assertThat(ring.poll(handler, 2)).isEqualTo(2);
    assertThat(ring.poll(handler, 100)).isEqualTo(3);
    assertThat(ring.poll(handler, 100)).isZero();
    assertThat(numbers).containsExactly(1, 2, 3, 4, 5);
    assertThat(lengths).containsExactly(4, 8, 12, 16, 20);
  }

  @Test
  void refusesWhenFullAndTakesAgainWhenPolled() {
    int taken = 0;
    while (ring.offer(message, 0, 100)) {
      taken++;
    }
    assertThat(taken).isBetween(7, 10);

    ring.poll((buffer, offset, lengthBytes) -> {}, 1);

    assertThat(ring.offer(message, 0, 100)).isTrue();
  }

  @Test
  void refusesAMessageThatNeverFits() {
    assertThatThrownBy(() -> ring.offer(message, 0, 200))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
