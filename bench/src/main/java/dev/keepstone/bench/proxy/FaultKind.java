package dev.keepstone.bench.proxy;

import java.util.Locale;

/** What happens to a command that a fault hits. In each case the client can't tell which it was. */
public enum FaultKind {
  /** The connection is closed; the command never reaches the store. */
  CUT_BEFORE,
  /** The command is executed, its reply is swallowed, the connection is closed. */
  CUT_AFTER,
  /** Half of the reply comes, then the connection is closed. */
  TRUNCATE,
  /** Connections stay open, new ones are accepted, and nothing is answered for the delay. */
  HALF_OPEN,
  /** The reply comes a byte at a time, with the delay between two bytes. */
  DRIP,
  /**
   * The command waits for the delay on its way to the store, and is executed even if the client has
   * closed its connection meanwhile: the late command of a dead link.
   */
  DELAY_COMMAND,
  /** The command is executed at once, its reply waits for the delay. */
  DELAY_REPLY;

  /** As an operator writes it, such as {@code cut-before}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
