package dev.keepstone.ecs.composition;

import java.nio.charset.StandardCharsets;

/** Cold component: what a player is called. */
public final class PlayerName {
  /** Names have at most 16 characters today; a message must have room for 50 of them. */
  public static final int MAX_BYTES = 48;

  private final String text;
  private final byte[] utf8;

  public PlayerName(String text) {
    this.text = text;
    this.utf8 = text.getBytes(StandardCharsets.UTF_8);
  }

  public String text() {
    return text;
  }

  /** Not a copy: not to be written. */
  public byte[] utf8() {
    return utf8;
  }
}
