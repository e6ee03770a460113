package dev.keepstone.bench.players;

import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.client.ServerKeyCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Real clients over Aeron, with a media driver of their own. */
final class GameCrowd implements Crowd {
  private static final int CONNECTING_AT_ONCE = 32;
  private static final long LEAVE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final long REST_NS = 500_000;

  private final ClientDriver driver = new ClientDriver();
  private final List<GamePlayer> players = new ArrayList<>();

  /**
   * Nobody has connected yet.
   *
   * @param key that the server must have
   */
  GameCrowd(PlayersPlan plan, ServerAddress server, String key, long nowNs) {
    ServerKeyCheck keys = ServerKeyCheck.pinned(key);
    for (int i = 0; i < plan.players(); i++) {
      players.add(
          new GamePlayer(
              "load_" + i,
              i,
              plan.intervalNs(),
              nowNs + i * plan.intervalNs() / plan.players(),
              handler -> new GameClient(driver, server, keys, handler, ClientConfig.DEFAULT)));
    }
  }

  @Override
  public int enter(long nowNs) {
    int playing = 0;
    int connecting = 0;
    for (GamePlayer player : players) {
      if (player.isLost()) {
        player.close(); // it tries again when it is its turn
      }
      if (player.isOutside() && connecting < CONNECTING_AT_ONCE) {
        player.connect();
      }
      player.poll(nowNs, false);
      playing += player.isPlaying() ? 1 : 0;
      connecting += player.isOutside() || player.isPlaying() ? 0 : 1;
    }
    return playing;
  }

  @Override
  public int play(long nowNs) {
    int work = 0;
    for (GamePlayer player : players) {
      work += player.poll(nowNs, true);
    }
    return work;
  }

  @Override
  public void countInto(Histogram roundTripsUs) {
    players.forEach(player -> player.countInto(roundTripsUs));
  }

  @Override
  public int lost() {
    return (int) players.stream().filter(player -> !player.isPlaying()).count();
  }

  @Override
  public long inputs() {
    return players.stream().mapToLong(GamePlayer::inputs).sum();
  }

  @Override
  public long updates() {
    return players.stream().mapToLong(GamePlayer::updates).sum();
  }

  @Override
  public void close() {
    players.forEach(GamePlayer::leave);
    long limitNs = System.nanoTime() + LEAVE_NS;
    while (players.stream().anyMatch(GamePlayer::isPlaying) && System.nanoTime() - limitNs < 0) {
      for (GamePlayer player : players) {
        player.poll(System.nanoTime(), false);
      }
      LockSupport.parkNanos(REST_NS);
    }
    players.forEach(GamePlayer::close);
    driver.close();
  }
}
