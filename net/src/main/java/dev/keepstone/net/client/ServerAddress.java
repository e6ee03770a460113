package dev.keepstone.net.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is: a host name or address, and the port that players are told (the cookie port).
 */
public record ServerAddress(String host, int port) {
  private static final int MAX_PORT = 65_534;
  private static final Pattern TEXT =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");

  public ServerAddress {
    if (host.isBlank() || port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "no server address: host=" + host + " port=" + port + ": give HOST:PORT");
    }
  }

  /**
   * Reads {@code HOST:PORT}.
   *
   * @throws IllegalArgumentException with a message for a person
   */
  public static ServerAddress parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "no server address: address=" + text + ": give HOST:PORT, such as 127.0.0.1:7777");
    }
    return new ServerAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
