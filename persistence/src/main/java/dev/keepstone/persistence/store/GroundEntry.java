package dev.keepstone.persistence.store;

/**
 * Something that lies on the ground of a zone.
 *
 * @param entry its id, never used twice in any zone
 * @param value as {@code GroundEntryCodec} writes it; the store doesn't look into it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record GroundEntry(long entry, byte[] value) {}
