package dev.keepstone.persistence.store;

import org.jspecify.annotations.Nullable;

/**
 * Answer to a load.
 *
 * @param value the bytes, or null when there is no such key
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record LoadReply(byte @Nullable [] value) {
  public static final LoadReply NOT_FOUND = new LoadReply(null);
}
