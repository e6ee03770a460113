package dev.keepstone.net.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gateways of one world that a client command may come in through. Players are spread over
 * them, and who connects again goes to the next one: the one before may be what has died.
 *
 * <p>For one thread.
 */
public final class ServerAddresses {
  private final List<ServerAddress> addresses;
  private final Map<ClientHandler, Integer> lastByPlayer = new HashMap<>();

  private ServerAddresses(List<ServerAddress> addresses) {
    this.addresses = addresses;
  }

  /**
   * Reads {@code HOST:PORT}, or several with commas between.
   *
   * @throws IllegalArgumentException with a message for a person
   */
  public static ServerAddresses parse(String text) {
    List<ServerAddress> addresses = new ArrayList<>();
    for (String address : text.split(",", -1)) {
      addresses.add(ServerAddress.parse(address.strip()));
    }
    return new ServerAddresses(addresses);
  }

  /** The one that is named first: what belongs to this world on this machine is kept under it. */
  public ServerAddress first() {
    return addresses.get(0);
  }

  /** How many are named, at least 1. */
  public int count() {
    return addresses.size();
  }

  /** Where this player's next connection goes. */
  public ServerAddress next(ClientHandler player) {
    Integer last = lastByPlayer.get(player);
    int next = (last == null ? lastByPlayer.size() : last + 1) % addresses.size();
    lastByPlayer.put(player, next);
    return addresses.get(next);
  }
}
