package dev.keepstone.net.cli;

import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.KnownServers;
import dev.keepstone.net.client.ResumeFile;
import dev.keepstone.net.client.ServerAddresses;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.seal.Fingerprint;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a client command speaks to, and how it knows that it is the right one. */
final class ServerOption {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7777",
      description =
          "The server (default: ${DEFAULT-VALUE}). Several gateways of one world with commas"
              + " between: who is cut goes on through the next one.")
  private String server;

  @Option(
      names = "--server-key",
      paramLabel = "KEY",
      description =
          "The identity that the server must have, as it prints it at its start (ks1-...).")
  private @Nullable String serverKey;

  @Option(
      names = "--known-servers",
      paramLabel = "FILE",
      description =
          "Where the identities of servers visited before are kept"
              + " (default: .keepstone/known_servers in your home folder).")
  private @Nullable Path knownServers;

  private @Nullable ServerAddresses addresses;

  /** The check for the key named on the command line, if one is named. */
  Optional<ServerKeyCheck> pinnedKey() {
    if (serverKey != null && !Fingerprint.isValid(serverKey)) {
      throw new UserError(
          "--server-key="
              + serverKey
              + " is no key: copy it from what the server prints (ks1-...)");
    }
    return Optional.ofNullable(serverKey).map(ServerKeyCheck::pinned);
  }

  /** The named key, else the one that this server had before, else trust now and remember. */
  ServerKeyCheck pinnedOrKnown() {
    return pinnedKey().orElseGet(() -> new KnownServers(knownServersFile()));
  }

  /**
   * Where the token of an account's session at this server is kept: beside the known servers.
   *
   * @param account its name
   */
  ResumeFile resumeFile(String account) {
    Path folder = knownServersFile().toAbsolutePath().resolveSibling("sessions");
    return new ResumeFile(folder, addresses().first(), account);
  }

  private Path knownServersFile() {
    return knownServers != null
        ? knownServers
        : Path.of(System.getProperty("user.home"), ".keepstone", "known_servers");
  }

  private ServerAddresses addresses() {
    ServerAddresses known = addresses;
    if (known == null) {
      try {
        known = ServerAddresses.parse(server);
      } catch (IllegalArgumentException e) {
        throw new UserError("--server: " + e.getMessage());
      }
      addresses = known;
    }
    return known;
  }

  /** How many are named. */
  int addressCount() {
    return addresses().count();
  }

  /** Connects to the one that is this player's turn. */
  GameClient connect(ClientDriver driver, ServerKeyCheck keys, ClientHandler handler) {
    return new GameClient(driver, addresses().next(handler), keys, handler, ClientConfig.DEFAULT);
  }
}
