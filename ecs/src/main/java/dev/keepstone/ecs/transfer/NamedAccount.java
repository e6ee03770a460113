package dev.keepstone.ecs.transfer;

/**
 * Where things come from and go to: the key of a SOURCE or a SINK in the ledger. The codes are
 * those of {@code NamedAccount} in the message schema, which makes no class of a type that no field
 * has; the ledger keeps them for ever.
 */
enum NamedAccount {
  /** What an operator gives. */
  OPERATOR(1),
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

  int code() {
    return code;
  }
}
