package dev.keepstone.persistence.world;

import java.security.SecureRandom;
import java.util.HexFormat;

/** 128 random bits in hex: no two worlds or folders share one. */
final class WorldId {
  private static final int BYTES = 16;

  private WorldId() {}

  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
