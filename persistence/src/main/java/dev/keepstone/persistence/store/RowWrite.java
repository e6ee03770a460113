package dev.keepstone.persistence.store;

import org.jspecify.annotations.Nullable;

/**
 * One row of a save.
 *
 * @param expectedHeader the stored header that this row's version may directly follow, or null when
 *     that isn't known for sure: then the store judges field by field
 * @param record header and body; its header carries owner, epoch, base, version and released
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each row would cost more
public record RowWrite(String key, byte @Nullable [] expectedHeader, byte[] record) {}
