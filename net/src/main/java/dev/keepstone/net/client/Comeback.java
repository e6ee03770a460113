package dev.keepstone.net.client;

import java.util.List;

/**
 * What a client needs to come back after its session was cut: who it is, its token, and what it was
 * never told the end of. Holds a secret: not for logs.
 *
 * @param name of the account
 * @param token good once; this record's own
 * @param unanswered operations, oldest first
 * @param lastOperation the highest number that was ever used: not to be used again
 */
public record Comeback(String name, byte[] token, List<Unanswered> unanswered, long lastOperation) {

  @Override
  public String toString() {
    return "Comeback[name=" + name + ", unanswered=" + unanswered + ", token=not shown]";
  }
}
