package dev.keepstone.net.server;

import dev.keepstone.net.server.metrics.MetricsEndpoint;
import dev.keepstone.net.server.metrics.ServerMetrics;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the page of metrics of a server or of a gateway in its own process. */
final class OpenMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(OpenMetrics.class);

  private OpenMetrics() {}

  /**
   * Metrics are worth a start that fails only where their port was chosen.
   *
   * @param port TCP, on loopback
   * @param health empty when all is well, else what is wrong; asked on the endpoint's thread
   * @return null when the port is taken and was not chosen
   * @throws ServerStartException when it is taken and was chosen
   */
  static @Nullable MetricsEndpoint open(
      boolean isChosen, int port, ServerMetrics metrics, Supplier<String> health) {
    try {
      return new MetricsEndpoint(port, metrics, health);
    } catch (IOException e) {
      String what = "metrics can't be served: address=127.0.0.1:" + port + " reason=" + e;
      if (isChosen) {
        throw new ServerStartException(
            what + "; free the port or set keepstone.server.metrics-port", e);
      }
      LOG.warn("{}; going on without; set keepstone.server.metrics-port", what);
      return null;
    }
  }
}
