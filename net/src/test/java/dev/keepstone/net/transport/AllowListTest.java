package dev.keepstone.net.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AllowListTest {
  private static final int PORT = 7778;

  private final CachedNanoClock clock = new CachedNanoClock();
  private final AllowList list = new AllowList(2_000, clock);

  @Test
  void letsInNobodyWithoutAPass() {
    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT)).isFalse();
  }

  @Test
  void pinsTheSourcePortOfTheFirstFrame() {
    Pass pass = Objects.requireNonNull(list.add(1, address("10.0.0.1"), PORT));

    assertThat(pass.isPinned()).isFalse();
    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT)).isTrue();
    assertThat(list.admits(1, source("10.0.0.1", 5_001), PORT)).isFalse();
    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT)).isTrue();
  }

  @Test
  void refusesAnotherAddressAnotherSessionAndAnotherPort() {
    list.add(1, address("10.0.0.1"), PORT);

    assertThat(list.admits(1, source("10.0.0.2", 5_000), PORT)).isFalse();
    assertThat(list.admits(2, source("10.0.0.1", 5_000), PORT)).isFalse();
    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT + 2)).isFalse();
    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT)).as("nobody has pinned it").isTrue();
  }

  @Test
  void forgetsAPassThatNobodyUsesAndOneThatFallsSilent() {
    list.add(1, address("10.0.0.1"), PORT);
    list.add(2, address("10.0.0.1"), PORT);
    list.admits(2, source("10.0.0.1", 5_000), PORT);

    clock.advance(AllowList.UNUSED_NS);
    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT)).isFalse();
    assertThat(list.admits(2, source("10.0.0.1", 5_000), PORT)).isTrue();
    assertThat(list.removeExpired()).isEqualTo(1);
    clock.advance(AllowList.IDLE_NS);
    assertThat(list.admits(2, source("10.0.0.1", 5_000), PORT)).isFalse();
    assertThat(list.removeExpired()).isEqualTo(1);
    assertThat(list.size()).isZero();
  }

  @Test
  void keepsAPassOnlyForTheLastWordsOnceItsSessionHasEnded() {
    Pass pass = Objects.requireNonNull(list.add(1, address("10.0.0.1"), PORT));
    list.admits(1, source("10.0.0.1", 5_000), PORT);

    pass.closeAt(clock.nanoTime() + 3);
    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT)).isTrue();
    clock.advance(3);

    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT)).isFalse();
  }

  @Test
  void takesBackAPassAtOnce() {
    Pass pass = Objects.requireNonNull(list.add(1, address("10.0.0.1"), PORT));

    list.remove(pass);
    list.remove(pass);

    assertThat(list.admits(1, source("10.0.0.1", 5_000), PORT)).isFalse();
    assertThat(list.size()).isZero();
  }

  @Test
  void boundsWhatOneAddressHoldsWithoutUsingIt() {
    for (int i = 0; i < AllowList.MAX_UNUSED_PER_ADDRESS; i++) {
      assertThat(list.add(i, address("10.0.0.1"), PORT)).isNotNull();
    }

    assertThat(list.add(-1, address("10.0.0.1"), PORT)).isNull();
    assertThat(list.add(-1, address("10.0.0.2"), PORT)).isNotNull();
    for (int i = 0; i < 100; i++) {
      list.admits(i, source("10.0.0.1", 5_000), PORT);
    }
    assertThat(list.add(-2, address("10.0.0.1"), PORT)).as("used ones don't count").isNotNull();
  }

  @Test
  void takesANetworkOfSixtyFourBitsForOneAddress() {
    for (int i = 0; i < AllowList.MAX_UNUSED_PER_ADDRESS; i++) {
      list.add(i, address("2001:db8::" + Integer.toHexString(i)), PORT);
    }

    assertThat(list.add(-1, address("2001:db8::ffff:1"), PORT)).isNull();
    assertThat(list.add(-1, address("2001:db8:0:1::1"), PORT)).isNotNull();
  }

  @Test
  void dropsTheOldestUnusedPassWhenItIsFullAndNeverAUsedOne() {
    AllowList small = new AllowList(3, clock);
    small.add(1, address("10.0.0.1"), PORT);
    small.admits(1, source("10.0.0.1", 5_000), PORT);
    small.add(2, address("10.0.0.2"), PORT);
    small.add(3, address("10.0.0.3"), PORT);

    assertThat(small.add(4, address("10.0.0.4"), PORT)).isNotNull();
    assertThat(small.find(1)).isNotNull();
    assertThat(small.find(2)).isNull();
    assertThat(small.find(3)).isNotNull();
    small.admits(3, source("10.0.0.3", 5_000), PORT);
    small.admits(4, source("10.0.0.4", 5_000), PORT);

    assertThat(small.add(5, address("10.0.0.5"), PORT)).isNull();
    assertThat(small.size()).isEqualTo(3);
  }

  @Test
  void givesNoSessionIdTwice() {
    list.add(1, address("10.0.0.1"), PORT);

    assertThat(list.add(1, address("10.0.0.2"), PORT)).isNull();
  }

  /** A pass that is there is found, whatever others do to the same bucket meanwhile. */
  @Test
  @Timeout(30)
  void staysWholeWhileManyComeAndGo() throws Exception {
    AllowList shared = new AllowList(64, SystemNanoClock.INSTANCE);
    int lasting = 16;
    for (int i = 0; i < lasting; i++) {
      shared.add(i, address("10.0.0.1"), PORT);
    }
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger missed = new AtomicInteger();
    InetSocketAddress source = source("10.0.0.1", 5_000);
    Thread reader =
        new Thread(
            () -> {
              while (!stop.get()) {
                for (int i = 0; i < lasting; i++) {
                  if (!shared.admits(i, source, PORT)) {
                    missed.incrementAndGet();
                  }
                }
              }
            });
    reader.start();
    Pass last = Objects.requireNonNull(shared.find(lasting - 1));
    while (!last.isPinned()) {
      Thread.onSpinWait();
    }
    Thread[] writers = new Thread[2];
    for (int w = 0; w < writers.length; w++) {
      int first = lasting + w * 1_000_000;
      writers[w] =
          new Thread(
              () -> {
                for (int i = 0; i < 50_000; i++) {
                  Pass pass = shared.add(first + i, source.getAddress(), PORT);
                  if (pass != null) {
                    shared.remove(pass);
                  }
                  if (i % 1_000 == 0) {
                    shared.removeExpired();
                  }
                }
              });
      writers[w].start();
    }
    for (Thread writer : writers) {
      writer.join(TimeUnit.SECONDS.toMillis(20));
    }
    stop.set(true);
    reader.join(TimeUnit.SECONDS.toMillis(5));

    assertThat(missed).hasValue(0);
    assertThat(shared.size()).isEqualTo(lasting);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static InetSocketAddress source(String address, int port) {
    return new InetSocketAddress(address(address), port);
  }
}
