package dev.keepstone.net.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes each server's first key on trust and forgets it with the process: for bots. Any number of
 * clients and threads may share one.
 */
public final class TrustForThisRun implements ServerKeyCheck {
  private final Map<ServerAddress, String> firstByServer = new ConcurrentHashMap<>();

  @Override
  public @Nullable String refuse(ServerAddress server, String fingerprint) {
    String first = firstByServer.putIfAbsent(server, fingerprint);
    if (first == null || first.equals(fingerprint)) {
      return null;
    }
    return "the server's key changed during this run: server="
        + server
        + " first="
        + first
        + " offered="
        + fingerprint
        + ": another server answers at this address now";
  }
}
