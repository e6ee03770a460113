package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import dev.keepstone.persistence.record.sbe.SettingsBodyDecoder;
import dev.keepstone.persistence.record.sbe.SettingsBodyEncoder;
import org.junit.jupiter.api.Test;

class SettingsCodecTest {
  private static final int REGISTRATION_AT =
      RecordDescriptor.HEADER_LENGTH
          + MessageHeaderEncoder.ENCODED_LENGTH
          + SettingsBodyEncoder.registrationEncodingOffset();

  @Test
  void readsWhatItWrote() {
    for (boolean isOpen : new boolean[] {true, false}) {
      WorldSettings settings = new WorldSettings(0, 1_000, isOpen);
      SettingsCodec.Decoded decoded = SettingsCodec.decode(SettingsCodec.encode(settings));

      assertThat(decoded.outcome()).isEqualTo(DecodeOutcome.OK);
      assertThat(decoded.settings()).isEqualTo(settings);
    }
  }

  @Test
  void refusesValuesThatCannotBe() {
    refuses(DecodeOutcome.CORRUPT, SettingsCodec.encode(new WorldSettings(-1, 1_000, true)));
    for (byte registration : new byte[] {0, 3}) {
      byte[] record = SettingsCodec.encode(new WorldSettings(1, 1_000, true));
      record[REGISTRATION_AT] = registration;
      refuses(DecodeOutcome.CORRUPT, Records.mended(record, RecordKind.SETTINGS));
    }
  }

  @Test
  void refusesBodiesThatWereWrittenWrong() {
    byte[] record = SettingsCodec.encode(new WorldSettings(1, 1_000, true));
    for (byte[] wrong : Records.withWrongMessageHeaders(record, RecordKind.SETTINGS)) {
      refuses(DecodeOutcome.CORRUPT, wrong);
    }
    for (int length = RecordDescriptor.HEADER_LENGTH; length < record.length; length++) {
      refuses(DecodeOutcome.CORRUPT, Records.ofLength(record, length, RecordKind.SETTINGS));
    }
    refuses(DecodeOutcome.CORRUPT, Records.flipped(record, record.length - 1));
    new RecordHeader()
        .write(record, RecordKind.SETTINGS, SettingsBodyDecoder.SCHEMA_VERSION + 1, Fence.NEW);
    refuses(DecodeOutcome.NEWER, record);
  }

  private static void refuses(DecodeOutcome outcome, byte[] record) {
    assertThat(SettingsCodec.decode(record)).isEqualTo(new SettingsCodec.Decoded(outcome, null));
  }
}
