package dev.keepstone.persistence.inspect;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The header of a record, as it stands there.
 *
 * @param key where it was found
 * @param sizeBytes of the whole value
 * @param isHeaderIntact when false, the fields below are not shown: nothing of them can be believed
 */
public record HeaderView(
    String key,
    int sizeBytes,
    boolean isHeaderIntact,
    int schemaVersion,
    int bodyLengthBytes,
    String bodyCrc32c,
    String headerCheck,
    @Nullable Fence fence) {
  static HeaderView of(String key, byte[] record) {
    RecordHeader header = new RecordHeader().wrap(record);
    return header.isHeaderIntact()
        ? new HeaderView(
            key,
            record.length,
            true,
            header.schemaVersion(),
            header.bodyLength(),
            String.format("%08x", header.bodyCrc32c()),
            header.check(),
            header.fence())
        : new HeaderView(key, record.length, false, 0, 0, "", "", null);
  }
}
