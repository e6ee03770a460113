package dev.keepstone.net.update;

import static dev.keepstone.net.update.UpdateFormat.MAX_PARTS;
import static dev.keepstone.net.update.UpdateFormat.MAX_PART_BYTES;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts the parts of one update together, in whatever order and however often they come. A part of a
 * newer update ends the older one: it would be stale anyway. Room for one update, made once.
 */
final class UpdateParts {
  private final UnsafeBuffer body = new UnsafeBuffer(new byte[UpdateFormat.MAX_BODY_BYTES]);

  private int number;
  private int baseline;
  private int parts;
  private int missing;
  private int lengthBytes;

  /** Whole updates start at 0 here. */
  DirectBuffer body() {
    return body;
  }

  void clear() {
    number = 0;
  }

  /**
   * Takes a part.
   *
   * @return length of the body, 0 while parts are missing, or -1 for a part that no writer makes or
   *     that contradicts those before it
   */
  int add(
      int ofNumber, int ofBaseline, int part, int ofParts, DirectBuffer from, int at, int bytes) {
    boolean isLast = part == ofParts - 1;
    if (ofParts > MAX_PARTS
        || part >= ofParts
        || bytes > MAX_PART_BYTES
        || (isLast ? bytes == 0 : bytes != MAX_PART_BYTES)) {
      return -1;
    }
    if (ofNumber != number) {
      number = ofNumber;
      baseline = ofBaseline;
      parts = ofParts;
      missing = (1 << ofParts) - 1;
      lengthBytes = 0;
    } else if (ofBaseline != baseline || ofParts != parts) {
      return -1;
    }
    int bit = 1 << part;
    if ((missing & bit) == 0) {
      return 0;
    }
    missing &= ~bit;
    body.putBytes(part * MAX_PART_BYTES, from, at, bytes);
    lengthBytes += bytes;
    return missing == 0 ? lengthBytes : 0;
  }

  /** Whether a part of a newer update has come. */
  boolean isBeyond(int other) {
    return number > other;
  }
}
