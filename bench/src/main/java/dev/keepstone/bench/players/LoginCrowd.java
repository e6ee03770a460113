package dev.keepstone.bench.players;

import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.client.ServerKeyCheck;
import java.util.ArrayList;
import java.util.List;

/** All who want in, with a media driver of their own. One thread. */
final class LoginCrowd implements AutoCloseable {
  private final ClientDriver driver = new ClientDriver();
  private final List<LoginPlayer> players = new ArrayList<>();
  private final int connectingAtOnce;

  /**
   * Nobody has connected yet.
   *
   * @param key that the server must have
   * @param register whether they make their accounts and leave, or log in and stay
   */
  LoginCrowd(
      LoginsPlan plan,
      ServerAddress server,
      String key,
      boolean register,
      LoginTally tally,
      long nowNs) {
    connectingAtOnce = plan.connecting();
    ServerKeyCheck keys = ServerKeyCheck.pinned(key);
    for (int i = 0; i < plan.players(); i++) {
      players.add(
          new LoginPlayer(
              i,
              register,
              tally,
              nowNs,
              handler -> new GameClient(driver, server, keys, handler, ClientConfig.DEFAULT)));
    }
  }

  /** One step; returns how many have what they want. */
  int step(long nowNs) {
    int satisfied = 0;
    int connecting = 0;
    for (LoginPlayer player : players) {
      player.poll(nowNs);
      connecting += player.isConnecting() ? 1 : 0;
      satisfied += player.isSatisfied() ? 1 : 0;
    }
    for (LoginPlayer player : players) {
      if (connecting >= connectingAtOnce) {
        break;
      }
      if (player.isDue(nowNs)) {
        player.connect(nowNs);
        connecting++;
      }
    }
    return satisfied;
  }

  @Override
  public void close() {
    players.forEach(LoginPlayer::close);
    driver.close();
  }
}
