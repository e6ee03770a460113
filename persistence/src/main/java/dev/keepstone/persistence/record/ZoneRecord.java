package dev.keepstone.persistence.record;

/** The record of a zone: a header without a body. What lies in the zone is in its hash. */
public final class ZoneRecord {
  private static final int SCHEMA_VERSION = 1;

  private ZoneRecord() {}

  /** That of a zone which nobody has claimed yet. */
  public static byte[] create() {
    byte[] record = new byte[RecordDescriptor.HEADER_LENGTH];
    new RecordHeader().write(record, RecordKind.ZONE, SCHEMA_VERSION, Fence.NEW);
    return record;
  }
}
