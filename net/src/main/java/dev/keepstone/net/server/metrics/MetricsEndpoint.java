package dev.keepstone.net.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code /metrics} and {@code /health} over HTTP, on the loopback address only: who may read them
 * is whoever may log in here. One thread of its own; beyond a few waiting requests the next is cut
 * off.
 */
public final class MetricsEndpoint implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int WAITING = 16;
  private static final int OK = 200;
  private static final int UNWELL = 503;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ThreadPoolExecutor thread;

  /**
   * Listens from now on.
   *
   * @param port 0: any that is free
   * @param health empty when all is well, else what is wrong
   * @throws IOException when the port is taken
   */
  public MetricsEndpoint(int port, ServerMetrics metrics, Supplier<String> health)
      throws IOException {
    server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), WAITING);
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread made = new Thread(task, "keepstone-metrics");
              made.setDaemon(true);
              return made;
            });
    server.setExecutor(thread);
    server.createContext(
        "/metrics", exchange -> answer(exchange, OK, PROMETHEUS_TEXT, metrics.text()));
    server.createContext(
        "/health",
        exchange -> {
          String wrong = health.get();
          answer(
              exchange,
              wrong.isEmpty() ? OK : UNWELL,
              "text/plain; charset=utf-8",
              wrong.isEmpty() ? "ok\n" : wrong + "\n");
        });
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
        return;
      }
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
