package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.net.bot.RoundTrips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Players of the plain UDP server: a socket each, one selector. Nobody is ever thrown out. */
final class PlainCrowd implements Crowd {
  private final List<Player> players = new ArrayList<>();
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocateDirect(PlainUdp.MAX_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(PlainUdp.INPUT_BYTES);
  private final long intervalNs;

  private static final class Player {
    private final DatagramChannel channel;
    private long nextInputNs;
    private @Nullable RoundTrips roundTrips;
    private int sequence;
    private long inputs;
    private long updates;

    Player(DatagramChannel channel, long nextInputNs) {
      this.channel = channel;
      this.nextInputNs = nextInputNs;
    }
  }

  PlainCrowd(PlayersPlan plan, InetSocketAddress server, long nowNs) {
    intervalNs = plan.intervalNs();
    try {
      selector = Selector.open();
      for (int i = 0; i < plan.players(); i++) {
        DatagramChannel channel = DatagramChannel.open();
        Player player = new Player(channel, nowNs + i * intervalNs / plan.players());
        players.add(player);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, PlainUdp.SOCKET_BUFFER_BYTES);
        channel.connect(server);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, player);
      }
    } catch (IOException e) {
      throw new LoadException("no sockets for plain UDP players: " + e + "; see ulimit -n", e);
    }
  }

  @Override
  public int enter(long nowNs) {
    return players.size();
  }

  @Override
  public int play(long nowNs) {
    try {
      int work = receive(nowNs);
      for (int i = 0; i < players.size(); i++) {
        Player player = players.get(i);
        if (nowNs - player.nextInputNs >= 0) {
          player.nextInputNs += Math.max(1, (nowNs - player.nextInputNs) / intervalNs) * intervalNs;
          input(i, player, nowNs);
          work++;
        }
      }
      return work;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int receive(long nowNs) throws IOException {
    selector.selectNow();
    int received = 0;
    for (SelectionKey key : selector.selectedKeys()) {
      Player player = (Player) key.attachment();
      while (player.channel.read(in.clear()) > 0) {
        player.updates++;
        if (player.roundTrips != null) {
          player.roundTrips.onAcked(in.getInt(PlainUdp.ACKED_OFFSET), nowNs);
        }
        received++;
      }
    }
    selector.selectedKeys().clear();
    return received;
  }

  private void input(int number, Player player, long nowNs) throws IOException {
    player.sequence++;
    out.clear();
    out.putInt(PlainUdp.PLAYER_OFFSET, number);
    out.putInt(PlainUdp.SEQUENCE_OFFSET, player.sequence);
    player.channel.write(out);
    player.inputs++;
    if (player.roundTrips != null) {
      player.roundTrips.onSent(player.sequence, nowNs);
    }
  }

  @Override
  public void countInto(Histogram roundTripsUs) {
    for (Player player : players) {
      player.roundTrips = new RoundTrips(roundTripsUs);
      player.inputs = 0;
      player.updates = 0;
    }
  }

  @Override
  public int lost() {
    return 0;
  }

  @Override
  public long inputs() {
    return players.stream().mapToLong(player -> player.inputs).sum();
  }

  @Override
  public long updates() {
    return players.stream().mapToLong(player -> player.updates).sum();
  }

  @Override
  public void close() {
    try {
      for (Player player : players) {
        player.channel.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
