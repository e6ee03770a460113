package dev.keepstone.persistence.record;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names one run of one server process: 128 random bits, so that no two runs ever share an
 * incarnation, whatever happened to clocks, names and counters. Owner field of the fence and part
 * of the lease key.
 *
 * @param high and {@code low}: both 0 only for {@link #NOBODY}
 */
public record Incarnation(long high, long low) {
  /** The owner of a record that nobody has ever claimed. */
  public static final Incarnation NOBODY = new Incarnation(0, 0);

  /** Digits of {@link #hex()}. */
  public static final int HEX_LENGTH = 32;

  private static final HexFormat HEX = HexFormat.of();

  /** A new one from the system's secure generator. */
  public static Incarnation random() {
    SecureRandom random = new SecureRandom();
    long high = random.nextLong();
    long low = random.nextLong();
    return (high | low) == 0 ? random() : new Incarnation(high, low);
  }

  /** 32 lower-case digits, as they stand in records and keys. */
  public String hex() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  /** Reads {@link #hex()}; the caller has checked that these are 32 hex digits. */
  public static Incarnation ofHex(String hex) {
    return new Incarnation(
        Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
  }

  @Override
  public String toString() {
    return hex();
  }
}
