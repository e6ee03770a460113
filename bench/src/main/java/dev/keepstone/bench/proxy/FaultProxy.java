package dev.keepstone.bench.proxy;

import dev.keepstone.bench.load.LoadAddress;
import dev.keepstone.bench.load.LoadException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a TCP port and passes everything on to a Redis, except for what its {@link #plan()}
 * spoils. At most 64 connections at a time: the next one is closed at once. All threads are its
 * own; methods may be called from any.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);

  /** A server of ours has two, a tool one or two. */
  private static final int MAX_CONNECTIONS = 64;

  private static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ServerSocketChannel listener;
  private final LoadAddress store;
  private final FaultPlan plan = new FaultPlan();
  private final Silence silence = new Silence();
  private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private int accepted;

  private FaultProxy(ServerSocketChannel listener, LoadAddress store) {
    this.listener = listener;
    this.store = store;
  }

  /**
   * Begins to listen.
   *
   * @param host such as 127.0.0.1
   * @param port 0: any that is free
   * @param store {@code redis://HOST:PORT} or {@code redis-socket:///PATH}. A password or a
   *     database in it means nothing here: that is between client and store
   * @throws LoadException when it can't listen there, or that is no address
   */
  public static FaultProxy start(String host, int port, String store) {
    LoadAddress address = LoadAddress.parse(store);
    try {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(new InetSocketAddress(host, port));
      FaultProxy proxy = new FaultProxy(listener, address);
      proxy.thread("proxy-accept", proxy::accept);
      proxy.thread("proxy-silence", proxy::watchSilence);
      return proxy;
    } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
      throw new LoadException(
          "the proxy can't listen: host=" + host + " port=" + port + " reason=" + e.getMessage(),
          e);
    }
  }

  private void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** What shall go wrong. */
  public FaultPlan plan() {
    return plan;
  }

  /** Connections now. */
  public int connections() {
    return connections.size();
  }

  /** Closes every connection now, as a cut cable does. */
  public void cutAll() {
    connections.forEach(ProxyConnection::close);
  }

  private void accept() {
    while (!closed) {
      try {
        SocketChannel client = listener.accept();
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (connections.size() >= MAX_CONNECTIONS) {
          LOG.warn("closed a connection: there are {} already", MAX_CONNECTIONS);
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("a connection could not be accepted: {}", e.toString());
          LockSupport.parkNanos(WATCH_NS);
        }
      }
    }
  }

  private void connect(SocketChannel client) throws IOException {
    SocketChannel upstream;
    try {
      upstream = open();
    } catch (IOException e) {
      LOG.warn("the store is not reachable: store={} reason={}", store.shown(), e.getMessage());
      client.close();
      return;
    }
    ProxyConnection[] self = new ProxyConnection[1];
    ProxyConnection connection =
        new ProxyConnection(client, upstream, plan, silence, () -> connections.remove(self[0]));
    self[0] = connection;
    connections.add(connection);
    connection.start(++accepted);
  }

  private SocketChannel open() throws IOException {
    if (store.socket() != null) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(store.socket()));
      return channel;
    }
    SocketChannel channel = SocketChannel.open(new InetSocketAddress(store.host(), store.port()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  private void watchSilence() {
    while (!closed) {
      if (silence.hasEnded()) {
        connections.forEach(ProxyConnection::endIfMute);
      }
      LockSupport.parkNanos(WATCH_NS);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("closing the listener", e);
    }
    cutAll();
  }
}
