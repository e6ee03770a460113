package dev.keepstone.persistence.record;

import org.jspecify.annotations.Nullable;

/** What a record is about. The code is stored and never reused. */
public enum RecordKind {
  PLAYER('P'),
  ACCOUNT('A'),
  /** The name of a character that is not its account's first. */
  NAME('N'),
  /** What operators have set for the world. */
  SETTINGS('S'),
  /** Without a body. */
  ZONE('Z');

  private final byte code;

  RecordKind(char code) {
    this.code = (byte) code;
  }

  /** The byte in the header. */
  public byte code() {
    return code;
  }

  /** The kind of a stored code, null when this server knows none such. */
  public static @Nullable RecordKind ofCode(byte code) {
    return switch (code) {
      case 'P' -> PLAYER;
      case 'A' -> ACCOUNT;
      case 'N' -> NAME;
      case 'S' -> SETTINGS;
      case 'Z' -> ZONE;
      default -> null;
    };
  }
}
