package dev.keepstone.net.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, Integer.MAX_VALUE, -1})
  void readsWhatItWrites(int number) {
    int end = Varint.write(buffer, 0, number);
    assertThat(end).isEqualTo(Varint.lengthBytes(number));
    assertThat(Varint.read(buffer, 0, end))
        .isEqualTo((long) end << 32 | Integer.toUnsignedLong(number));
    assertThat(Varint.read(buffer, 0, end - 1)).isEqualTo(Varint.MALFORMED);
    assertThat(Varint.unfold(Varint.fold(number))).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffff1f", "ffffffffff01"})
  void refusesMoreThan32Bits(String hex) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    assertThat(Varint.read(new UnsafeBuffer(bytes), 0, bytes.length)).isEqualTo(Varint.MALFORMED);
  }
}
