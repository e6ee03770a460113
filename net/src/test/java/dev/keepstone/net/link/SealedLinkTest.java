package dev.keepstone.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.harness.MemoryQueue;
import dev.keepstone.net.seal.LinkExchange;
import java.security.SecureRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class SealedLinkTest {
  private static final int LIMIT = 1_000;

  private final LinkCounters counters = new LinkCounters();
  private final MemoryChannel[] channels = MemoryChannel.pair();
  private final MemoryQueue heard = new MemoryQueue(Integer.MAX_VALUE);
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[40 * 1024]);
  private final SealedLink gateway;
  private final SealedLink world;

  private long nowNs = 1_000;

  SealedLinkTest() {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[32];
    LinkExchange one = new LinkExchange(key, random);
    LinkExchange two = new LinkExchange(key, random);
    assertThat(one.agree(two.publicKey(), key, key)).isTrue();
    assertThat(two.agree(one.publicKey(), key, key)).isTrue();
    gateway =
        new SealedLink(channels[0], one.gatewayStream(LinkLimits.BATCH_BYTES), counters, nowNs);
    world = new SealedLink(channels[1], two.worldStream(LinkLimits.BATCH_BYTES), counters, nowNs);
  }

  private boolean say(int number, int lengthBytes) {
    message.putInt(0, number);
    return gateway.offer(message, 0, lengthBytes);
  }

  private void hear() {
    world.poll(heard, nowNs, LIMIT);
  }

  private void assertHeard(int from, int to) {
    int[] next = {from};
    heard.poll(
        (buffer, offset, lengthBytes) -> assertThat(buffer.getInt(offset)).isEqualTo(next[0]++),
        Integer.MAX_VALUE);
    assertThat(next[0]).isEqualTo(to);
  }

  @Test
  void messagesArriveInOrderAndInBatches() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(say(i, 100)).isTrue();
    }
    gateway.flush(nowNs);

    assertThat(channels[0].sent).as("64 KiB each").hasSize(2);
    hear();
    assertHeard(0, 1_000);
    assertThat(world.wasHeard()).isTrue();
    assertThat(counters.get(LinkCounter.MESSAGES_RECEIVED)).isEqualTo(1_000);
  }

  @Test
  void changedBatchesEndTheLink() {
    say(1, 100);
    gateway.flush(nowNs);
    byte[] batch = channels[0].sent.element();
    batch[batch.length / 2] ^= 1;
    hear();
    assertThat(world.loss()).isEqualTo("a batch was changed on the way");
    assertThat(counters.get(LinkCounter.BATCHES_FORGED)).isEqualTo(1);
    assertHeard(0, 0);
  }

  @Test
  void repeatedBatchesEndTheLink() {
    say(1, 100);
    gateway.flush(nowNs);
    byte[] batch = channels[0].sent.element().clone();
    hear();
    channels[0].sent.add(batch);
    hear();

    assertThat(world.loss()).isEqualTo("a batch is missing, or came twice");
    assertHeard(1, 2);
  }

  @Test
  void missingBatchesEndTheLink() {
    say(1, 100);
    gateway.flush(nowNs);
    channels[0].sent.remove();
    say(2, 100);
    gateway.flush(nowNs);
    hear();

    assertThat(counters.get(LinkCounter.BATCHES_OUT_OF_ORDER)).isEqualTo(1);
    assertThat(world.loss()).isNotNull();
    assertThat(say(3, 100)).isTrue();
    assertThat(world.offer(message, 0, 100)).as("a lost link takes nothing").isFalse();
    assertHeard(0, 0);
  }

  @Test
  void backPressureIsARefusalAndLosesNothing() {
    channels[0].capacity = 1;
    int said = 0;
    while (say(said, 1_000)) {
      said++;
      assertThat(said).as("bounded").isLessThan(1_000);
    }
    assertThat(said).as("three batches: on its way, sealed, open").isBetween(180, 198);
    for (int i = 0; i < 5; i++) {
      hear();
      gateway.flush(nowNs);
    }

    assertHeard(0, said);
    assertThat(gateway.isFlushed()).isTrue();
  }

  @Test
  void aReceiverWithoutRoomHoldsTheRestBackAndNothingOvertakes() {
    heard.capacity(3);
    for (int i = 0; i < 5; i++) {
      say(i, 30_000);
    }
    gateway.flush(nowNs);
    hear();
    assertThat(heard.size()).isEqualTo(3);
    nowNs += 2 * LinkLimits.LOSS_NS;
    hear();
    assertThat(world.loss()).as("it is we who keep it waiting").isNull();

    heard.capacity(Integer.MAX_VALUE);
    hear();
    assertHeard(0, 5);
    assertThat(world.loss()).isNull();
  }

  @Test
  void silenceIsALostLinkAndASignOfLifeIsNot() {
    for (int i = 0; i < 40; i++) {
      nowNs += LinkLimits.HEARTBEAT_NS;
      gateway.flush(nowNs);
      hear();
    }
    assertThat(world.loss()).isNull();
    assertThat(heard.size()).isZero();
    nowNs += LinkLimits.LOSS_NS;
    hear();
    assertThat(world.loss()).isEqualTo("nothing heard of the other end");
  }

  @Test
  void whoTakesNothingIsLost() {
    channels[0].capacity = 0;
    say(1, 100);
    gateway.flush(nowNs);
    assertThat(gateway.loss()).isNull();
    nowNs += LinkLimits.LOSS_NS;
    gateway.flush(nowNs);
    assertThat(gateway.loss()).isEqualTo("the other end takes nothing");
  }
}
