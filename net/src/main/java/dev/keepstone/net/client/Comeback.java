package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.FarewellReason;
import java.util.List;

/**
 * What a client needs to come back after its session was cut: who it is, its token, and what it was
 * never told the end of. Holds a secret: not for logs.
 */
public final class Comeback {
  private final String name;
  private final String character;
  private final byte[] token;
  private final List<Unanswered> unanswered;
  private final long lastOperation;

  /**
   * Copies its arguments.
   *
   * @param name of the account
   * @param character whose token it is; empty: the one that is selected
   * @param token good once
   * @param unanswered operations, oldest first
   * @param lastOperation the highest number that was ever used: not to be used again
   */
  public Comeback(
      String name,
      String character,
      byte[] token,
      List<Unanswered> unanswered,
      long lastOperation) {
    this.name = name;
    this.character = character;
    this.token = token.clone();
    this.unanswered = List.copyOf(unanswered);
    this.lastOperation = lastOperation;
  }

  public String name() {
    return name;
  }

  /** Whether a session that ended so can be gone on with by the token. */
  public static boolean isPossibleAfter(FarewellReason reason) {
    return switch (reason) {
      case RELOAD, STORE_UNAVAILABLE, OVERRUN -> true;
      case LOGOUT, SHUTDOWN, OWNERSHIP_LOST, GONE, FAULT, TAKEN_OVER, ABUSE, NULL_VAL -> false;
    };
  }

  /** Whose token it is; empty: the character that is selected. */
  public String character() {
    return character;
  }

  /** A copy. */
  public byte[] token() {
    return token.clone();
  }

  public List<Unanswered> unanswered() {
    return unanswered;
  }

  public long lastOperation() {
    return lastOperation;
  }

  @Override
  public String toString() {
    return "Comeback[name=" + name + ", unanswered=" + unanswered + ", token=not shown]";
  }
}
