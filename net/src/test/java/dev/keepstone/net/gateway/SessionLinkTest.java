package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.harness.MemoryLink;
import dev.keepstone.net.harness.MemoryTransport;
import dev.keepstone.net.seal.SealedChannel;
import dev.keepstone.net.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What goes out, what waits, and what there is no room for; each frame named by its first byte. */
final class SessionLinkTest {
  private static final int FRAME_BYTES = 10;

  private final MemoryTransport.Wire wire = new MemoryTransport().connect();
  private final UnsafeBuffer scratch =
      new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);
  private final UnsafeBuffer message =
      new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);
  private final SessionLink link = new SessionLink(wire, scratch);

  @Test
  void opensAndSealsNothingBeforeThereAreKeys() {
    assertThat(link.open(message, 0, 100, scratch)).isEqualTo(SealedChannel.MALFORMED);
    assertThat(link.send(message, 0, 100)).isFalse();
    assertThat(link.sendOrSkip(message, 0, 100)).isFalse();

    assertThat(link.hasBacklog()).isFalse();
    assertThat(link.sentBytes()).isZero();
    assertThat(heard()).isEmpty();
  }

  @Test
  void letsNothingOvertakeWhatWaits() {
    wire.block(true);
    assertThat(send(1)).isTrue();
    wire.block(false);
    assertThat(send(2)).isTrue();
    assertThat(link.sendOrSkip(message, 0, FRAME_BYTES)).isFalse();
    assertThat(heard()).isEmpty();

    assertThat(link.flush()).isEqualTo(2);
    assertThat(send(3)).isTrue();

    assertThat(heard()).containsExactly(1, 2, 3);
    assertThat(link.hasBacklog()).isFalse();
    assertThat(link.flush()).isZero();
  }

  @Test
  void flushesAsFarAsThereIsRoom() {
    wire.block(true);
    for (int i = 1; i <= 3; i++) {
      send(i);
    }
    wire.block(false);
    wire.blockAfter(2);

    assertThat(link.flush()).isEqualTo(2);
    assertThat(link.hasBacklog()).isTrue();
    wire.block(false);
    assertThat(link.flush()).isEqualTo(1);

    assertThat(heard()).containsExactly(1, 2, 3);
    assertThat(link.sentBytes()).isEqualTo(wire.streamBytes());
  }

  @Test
  void hasRoomForSoManyFrames() {
    wire.block(true);
    for (int i = 0; i < SessionLink.MAX_BACKLOG_FRAMES; i++) {
      assertThat(send(i)).isTrue();
    }
    assertThat(send(0)).isFalse();

    wire.blockAfter(1);
    assertThat(link.flush()).isEqualTo(1);
    assertThat(send(0)).isTrue();
    assertThat(send(0)).isFalse();
  }

  @Test
  void hasRoomForSoManyBytes() {
    int large = SessionLink.MAX_BACKLOG_BYTES / 8;
    wire.block(true);
    for (int i = 0; i < 8; i++) {
      assertThat(link.sendClear(message, 0, large)).isTrue();
    }
    assertThat(link.sendClear(message, 0, 1)).isFalse();

    wire.blockAfter(1);
    assertThat(link.flush()).isEqualTo(1);
    assertThat(link.sendClear(message, 0, large)).isTrue();
    assertThat(link.sendClear(message, 0, 1)).isFalse();
  }

  @Test
  void forgetsWhatWaitsWhenItIsClosed() {
    wire.block(true);
    send(1);

    link.close();

    assertThat(link.hasBacklog()).isFalse();
    assertThat(link.flush()).isZero();
    assertThat(wire.isClosed()).isTrue();
  }

  private boolean send(int name) {
    message.putByte(0, (byte) name);
    return link.sendClear(message, 0, FRAME_BYTES);
  }

  private List<Integer> heard() {
    List<Integer> names = new ArrayList<>();
    new MemoryLink(wire)
        .poll(
            (frame, offset, lengthBytes) -> names.add((int) frame.getByte(offset)),
            Integer.MAX_VALUE);
    return names;
  }
}
