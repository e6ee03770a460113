package dev.keepstone.bench.load;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis listens.
 *
 * @param uri as the store takes it; without a password in what is shown of it
 * @param socket of a Redis behind a unix socket, else null
 * @param password empty: none
 */
public record LoadAddress(
    String uri, @Nullable Path socket, String host, int port, int database, String password) {
  private static final int DEFAULT_PORT = 6379;

  /**
   * Reads {@code redis://[:password@]host[:port][/database]} or {@code redis-socket:///path}.
   *
   * @throws LoadException when it is neither
   */
  public static LoadAddress parse(String text) {
    try {
      URI uri = new URI(text);
      if ("redis-socket".equals(uri.getScheme()) && uri.getPath() != null) {
        return new LoadAddress(text, Path.of(uri.getPath()), "", 0, 0, "");
      }
      if ("redis".equals(uri.getScheme()) && uri.getHost() != null) {
        String user = uri.getUserInfo() == null ? "" : uri.getUserInfo();
        String path = uri.getPath() == null ? "" : uri.getPath().replace("/", "");
        return new LoadAddress(
            text,
            null,
            uri.getHost(),
            uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
            path.isEmpty() ? 0 : Integer.parseInt(path),
            user.substring(user.indexOf(':') + 1));
      }
    } catch (java.net.URISyntaxException | NumberFormatException e) {
      throw notAnAddress(text, e);
    }
    throw notAnAddress(text, null);
  }

  private static LoadException notAnAddress(String text, @Nullable Exception cause) {
    String message =
        "not the address of a Redis: --store "
            + text
            + "; give redis://[:password@]host[:port] or redis-socket:///path/to/redis.sock";
    return cause == null ? new LoadException(message) : new LoadException(message, cause);
  }

  /** For a person; says no password. */
  public String shown() {
    return socket != null ? socket.toString() : host + ":" + port + "/" + database;
  }

  /** As redis-benchmark takes it; the password goes into its environment. */
  List<String> flags() {
    return socket != null
        ? List.of("-s", socket.toString())
        : List.of("-h", host, "-p", Integer.toString(port), "--dbnum", Integer.toString(database));
  }
}
