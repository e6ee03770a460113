package dev.keepstone.net.client;

import org.jspecify.annotations.Nullable;

/** Decides whether a server that has proved its identity is the one the player means. */
@FunctionalInterface
public interface ServerKeyCheck {
  /**
   * Called once a connection, on the client's thread, before any password is sent. May block on a
   * file.
   *
   * @param fingerprint of the key that the server has proved to own
   * @return null to go on; else why not, for a person
   */
  @Nullable String refuse(ServerAddress server, String fingerprint);

  /** Accepts this fingerprint only. */
  static ServerKeyCheck pinned(String expected) {
    return (server, fingerprint) ->
        fingerprint.equals(expected)
            ? null
            : "this is not the server you asked for: server="
                + server
                + " expected="
                + expected
                + " offered="
                + fingerprint
                + ": check the address and the key; your password was not sent";
  }
}
