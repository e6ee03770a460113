package dev.keepstone.net.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private static final long MS = 1_000_000;

  private final Histogram histogram = new Histogram(60_000_000, 3);
  private final RoundTrips trips = new RoundTrips(histogram);

  @Test
  void countsFromTheOldestInputThatIsCovered() {
    trips.onSent(1, 10 * MS);
    trips.onSent(2, 30 * MS);
    trips.onAcked(2, 60 * MS);
    trips.onAcked(2, 90 * MS);

    assertThat(histogram.getTotalCount()).isEqualTo(1);
    assertThat(histogram.getMaxValue()).isBetween(50_000L, 50_100L);
  }

  @Test
  void leavesOutWhatIsNoInput() {
    for (int sequence = 1; sequence <= 300; sequence++) {
      trips.onSent(sequence, sequence * MS);
      trips.onAcked(sequence, sequence * MS + 1_000);
    }
    // 301 is an operation: its place still holds the time of input 45.
    trips.onSent(302, 1_000 * MS);
    trips.onAcked(302, 1_020 * MS);

    assertThat(histogram.getMaxValue()).isBetween(20_000L, 20_100L);
  }

  @Test
  void countsNothingForAnOperationAlone() {
    trips.onSent(1, 10 * MS);
    trips.onAcked(1, 11 * MS);
    trips.onAcked(2, 900 * MS);

    assertThat(histogram.getTotalCount()).isEqualTo(1);
  }
}
