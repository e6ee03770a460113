package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.sbe.NameBodyDecoder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NameCodecTest {
  private static final NameCodec.Owner ZOE = new NameCodec.Owner(78, "ann");

  @Test
  void readsWhatItWrote() {
    byte[] record = NameCodec.encode(ZOE);

    assertThat(NameCodec.isName(record)).isTrue();
    assertThat(NameCodec.decode(record)).isEqualTo(ZOE);
  }

  @Test
  void tellsNamesFromAccountsAndFromDamage() {
    byte[] record = NameCodec.encode(ZOE);
    byte[] headerAlone = Arrays.copyOf(record, RecordDescriptor.HEADER_LENGTH);
    byte[] account = new AccountCodec().encode(new AccountRecord("ann", "x", 77, 5));

    assertThat(NameCodec.isName(headerAlone)).as("what it is stands in the header").isTrue();
    assertThat(NameCodec.isName(Arrays.copyOf(headerAlone, headerAlone.length - 1))).isFalse();
    assertThat(NameCodec.isName(Records.flipped(record, 4))).isFalse();
    assertThat(NameCodec.isName(account)).isFalse();
    assertThat(NameCodec.decode(account)).isNull();
  }

  @Test
  void refusesAnOwnerThatCannotBe() {
    assertThat(NameCodec.decode(NameCodec.encode(new NameCodec.Owner(1, "ann")))).isNotNull();
    assertThat(NameCodec.decode(NameCodec.encode(new NameCodec.Owner(0, "ann")))).isNull();
    assertThat(NameCodec.decode(NameCodec.encode(new NameCodec.Owner(-1, "ann")))).isNull();
    assertThat(NameCodec.decode(NameCodec.encode(new NameCodec.Owner(78, "Ann")))).isNull();
  }

  @Test
  void refusesBodiesThatWereWrittenWrong() {
    byte[] record = NameCodec.encode(ZOE);
    for (byte[] wrong : Records.withWrongMessageHeaders(record, RecordKind.NAME)) {
      assertThat(NameCodec.decode(wrong)).isNull();
    }
    for (int length = RecordDescriptor.HEADER_LENGTH; length < record.length + 3; length++) {
      byte[] other = Records.ofLength(record, length, RecordKind.NAME);
      assertThat(NameCodec.decode(other) != null)
          .as("%d", length)
          .isEqualTo(length == record.length);
    }
    new RecordHeader()
        .write(record, RecordKind.NAME, NameBodyDecoder.SCHEMA_VERSION + 1, Fence.NEW);
    assertThat(NameCodec.decode(record)).as("of a newer server").isNull();
  }
}
