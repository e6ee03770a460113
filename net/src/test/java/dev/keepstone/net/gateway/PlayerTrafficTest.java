package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PlayerTrafficTest {
  private final TestGateway gateway = new TestGateway("");
  private final PlayerTraffic traffic = gateway.counters.traffic();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void isOfWhoPlayedAllThroughTheLastSecond() {
    gateway.advance(2_000);
    Player alice = gateway.playing("alice");
    gateway.ready();
    gateway.advance(1_000);
    assertThat(traffic.meanBytesPerSecond()).as("she has just come").isZero();

    gateway.advance(1_000);
    long before = alice.wire().streamBytes();
    gateway.advance(1_000);
    long sent = alice.wire().streamBytes() - before;

    assertThat(traffic.meanBytesPerSecond()).isBetween(sent * 9 / 10, sent * 11 / 10);
    assertThat(traffic.maxBytesPerSecond()).isEqualTo(traffic.meanBytesPerSecond());
  }

  @Test
  void isNoneWhenNobodyPlaysAnyMore() {
    Player alice = gateway.playing("alice");
    gateway.advance(3_000);
    assertThat(traffic.meanBytesPerSecond()).isPositive();

    alice.wire().cut();
    gateway.advance(2_000);

    assertThat(traffic.meanBytesPerSecond()).isZero();
    assertThat(traffic.maxBytesPerSecond()).isZero();
  }
}
