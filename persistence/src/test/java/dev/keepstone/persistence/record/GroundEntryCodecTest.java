package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GroundEntryCodecTest {
  private static final long ENTRY = 0x8000_0000_0000_0007L;
  private static final GroundItem ITEM =
      new GroundItem(ENTRY, 65_535, 0xFFFF_FFFFL, -2, 1_700_000_000_000L, 3.5f, -4.25f);

  @Test
  void readsWhatItWrote() {
    assertThat(GroundEntryCodec.decode(ENTRY, GroundEntryCodec.encode(ITEM))).isEqualTo(ITEM);
  }

  @Test
  void readsALongerBlockAsFarAsItIsKnown() {
    byte[] bytes = GroundEntryCodec.encode(ITEM);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 4);
    longer[0] = (byte) (bytes[0] + 4);

    assertThat(GroundEntryCodec.decode(ENTRY, longer)).isEqualTo(ITEM);
  }

  @Test
  void refusesLengthsThatDoNotAgree() {
    byte[] bytes = GroundEntryCodec.encode(ITEM);
    for (int length = 0; length < bytes.length + 2; length++) {
      boolean isWhole = length == bytes.length;
      byte[] other = Arrays.copyOf(bytes, length);
      assertThat(GroundEntryCodec.decode(ENTRY, other) != null)
          .as("%d bytes", length)
          .isEqualTo(isWhole);
    }
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    shorter[0] = (byte) (bytes[0] - 1);
    assertThat(GroundEntryCodec.decode(ENTRY, shorter)).isNull();
  }

  @Test
  void refusesWhatLiesNowhereAndWhatIsNothing() {
    refuses(new GroundItem(ENTRY - 1, 1, 1, 0, 0, 1, 1));
    refuses(new GroundItem(ENTRY, 1, 0, 0, 0, 1, 1));
    refuses(new GroundItem(ENTRY, 1, 1, 0, 0, Float.NaN, 1));
    refuses(new GroundItem(ENTRY, 1, 1, 0, 0, 1, Float.POSITIVE_INFINITY));
    assertThat(
            GroundEntryCodec.decode(
                ENTRY, GroundEntryCodec.encode(new GroundItem(ENTRY, 1, 1, 0, 0, 1, 1))))
        .isNotNull();
  }

  private static void refuses(GroundItem item) {
    assertThat(GroundEntryCodec.decode(ENTRY, GroundEntryCodec.encode(item))).isNull();
  }
}
