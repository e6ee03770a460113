package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;

import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import dev.keepstone.persistence.record.sbe.SettingsBodyDecoder;
import dev.keepstone.persistence.record.sbe.SettingsBodyEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** The record of a world's settings. Any thread. */
public final class SettingsCodec {
  private static final short OPEN = 1;
  private static final short CLOSED = 2;

  private SettingsCodec() {}

  /**
   * What came of reading a record.
   *
   * @param outcome OK, CORRUPT, NEWER or TOO_LARGE
   * @param settings null unless OK
   */
  public record Decoded(DecodeOutcome outcome, @Nullable WorldSettings settings) {}

  /** A whole record. */
  public static byte[] encode(WorldSettings settings) {
    byte[] record =
        new byte
            [HEADER_LENGTH
                + MessageHeaderEncoder.ENCODED_LENGTH
                + SettingsBodyEncoder.BLOCK_LENGTH];
    new SettingsBodyEncoder()
        .wrapAndApplyHeader(new UnsafeBuffer(record), HEADER_LENGTH, new MessageHeaderEncoder())
        .revision(settings.revision())
        .changedAtMs(settings.changedAtMs())
        .registration(settings.registrationOpen() ? OPEN : CLOSED);
    new RecordHeader()
        .write(record, RecordKind.SETTINGS, SettingsBodyEncoder.SCHEMA_VERSION, Fence.NEW);
    return record;
  }

  /** Reads what {@link #encode} wrote. */
  public static Decoded decode(byte[] record) {
    RecordHeader header = new RecordHeader().wrap(record);
    DecodeOutcome outcome = header.judge(RecordKind.SETTINGS, SettingsBodyDecoder.SCHEMA_VERSION);
    if (outcome != DecodeOutcome.OK) {
      return new Decoded(outcome, null);
    }
    UnsafeBuffer buffer = new UnsafeBuffer(record);
    MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    SettingsBodyDecoder body = new SettingsBodyDecoder();
    if (!BodyFrame.isSound(
        messageHeader,
        buffer,
        header.schemaVersion(),
        SettingsBodyDecoder.TEMPLATE_ID,
        SettingsBodyDecoder.BLOCK_LENGTH)) {
      return new Decoded(DecodeOutcome.CORRUPT, null);
    }
    body.wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeader);
    int registration = body.registration();
    if (body.revision() < 0 || registration < OPEN || registration > CLOSED) {
      return new Decoded(DecodeOutcome.CORRUPT, null);
    }
    return new Decoded(
        DecodeOutcome.OK,
        new WorldSettings(body.revision(), body.changedAtMs(), registration == OPEN));
  }
}
