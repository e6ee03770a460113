package dev.keepstone.persistence.store;

import java.util.List;

/**
 * Some keys of a prefix. Over a whole walk every key that was there all the time comes at least
 * once, possibly twice.
 *
 * @param keys in no order, possibly none
 * @param cursor asks for the next slice
 * @param isLast true when the walk has ended
 */
public record KeySlice(List<String> keys, String cursor, boolean isLast) {
  /** Begins a walk. */
  public static final String START = "0";
}
