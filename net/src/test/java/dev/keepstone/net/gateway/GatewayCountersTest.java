package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GatewayCountersTest {
  @Test
  void namesOnlyWhatHasHappened() {
    GatewayCounters counters = new GatewayCounters();
    assertThat(counters).hasToString("");

    counters.increment(GatewayCounter.SESSIONS_OPENED);
    counters.increment(GatewayCounter.FRAMES_FORGED);
    counters.increment(GatewayCounter.FRAMES_FORGED);

    assertThat(counters.toString().split(" "))
        .containsExactlyInAnyOrder("sessions_opened=1", "frames_forged=2");
    assertThat(counters.get(GatewayCounter.FRAMES_REPLAYED)).isZero();
  }
}
