package dev.keepstone.ecs.transfer;

import org.jspecify.annotations.Nullable;

/**
 * Where things come from and go to: the key of a SOURCE or a SINK in the ledger. The codes are
 * those of {@code NamedAccount} in the message schema, which makes no class of a type that no field
 * has; the ledger keeps them for ever.
 */
public enum NamedAccount {
  /** What an operator gives. */
  OPERATOR(1),
  /** What appears on the ground by itself. */
  SPAWN(2),
  /** What players eat, and what death costs. */
  CONSUMED(3),
  /** What lay on the ground for too long. */
  EXPIRED(4),
  /** What shops are filled up with. */
  RESTOCK(5);

  private final int code;

  NamedAccount(int code) {
    this.code = code;
  }

  /** As it stands in the ledger. */
  public int code() {
    return code;
  }

  /** The account of a code, null when this server knows none. */
  public static @Nullable NamedAccount ofCode(long code) {
    for (NamedAccount account : values()) {
      if (account.code == code) {
        return account;
      }
    }
    return null;
  }
}
